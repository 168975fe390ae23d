package io.epona.perf.jmh;

import io.epona.broker.selector.Selector;
import io.epona.broker.selector.SelectorSyntaxException;
import io.epona.buffer.NioBuffer;
import io.epona.jms.destination.EponaQueue;
import io.epona.jms.message.EponaTextMessage;
import io.epona.jms.message.MessageEncoder;
import io.epona.jms.message.Messages;
import jakarta.jms.JMSException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Parsing selectors, as a broker does for every consumer, and evaluating them, as it does for every message; and encoding
 * the message, as a client does. With {@code -prof gc} it tells that evaluating allocates nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SelectorJmh {
    private static final int CAPACITY = 4096;

    /** From the simplest to one with all that costs. */
    @Param({
        "part = 3",
        "customer = 'acme' AND amount BETWEEN 10 AND 100",
        "region IN ('eu', 'us', 'apac') AND customer LIKE 'ac_e%' AND NOT (amount * 2 > 500 OR JMSPriority < 4)"
    })
    private String text;

    private final NioBuffer encoded = NioBuffer.growable(CAPACITY);
    private final MessageEncoder encoder = new MessageEncoder();
    private final EponaTextMessage message = Messages.text();
    private Selector selector;
    private int length;

    /** Parses the selector and encodes a message that it matches, or just does not. */
    @Setup
    public void prepare() throws JMSException, SelectorSyntaxException {
        message.setJMSDestination(new EponaQueue("orders"));
        message.setJMSMessageID("ID:1");
        message.setIntProperty("part", 3);
        message.setStringProperty("customer", "acme");
        message.setIntProperty("amount", 42);
        message.setStringProperty("region", "apac");
        message.setText("two horses");
        length = encoder.encode(message, encoded, 0);
        selector = Selector.parse(text);
    }

    /** Parses the selector. */
    @Benchmark
    public Selector parse() throws SelectorSyntaxException {
        return Selector.parse(text);
    }

    /** Evaluates it on a message. */
    @Benchmark
    public boolean evaluate() {
        return selector.matches(encoded, 0, length);
    }

    /** Encodes the message, four properties and a short text. */
    @Benchmark
    public int encode() throws JMSException {
        return encoder.encode(message, encoded, 0);
    }
}
