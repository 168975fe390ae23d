package io.epona.perf.jmh;

import io.epona.buffer.NioBuffer;
import io.epona.jms.destination.EponaQueue;
import io.epona.jms.message.EponaBytesMessage;
import io.epona.jms.message.EponaMessage;
import io.epona.jms.message.MessageDecoder;
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
 * What a client does with the bytes of a message: encodes it to send it, decodes it when it comes, reads a property. With
 * {@code -prof gc} it tells how many bytes of objects that takes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CodecJmh {
    /** Length of the body. */
    @Param({"0", "1024", "65536"})
    private int bodyLength;

    private final MessageEncoder encoder = new MessageEncoder();
    private final MessageDecoder decoder = new MessageDecoder();
    private final EponaBytesMessage message = Messages.bytes();
    private NioBuffer buffer;
    private byte[] encoded;

    /** Makes the message and its bytes. */
    @Setup
    public void prepare() throws JMSException {
        buffer = NioBuffer.growable(bodyLength + 4096);
        message.setJMSDestination(new EponaQueue("orders"));
        message.setJMSMessageID("ID:1");
        message.setStringProperty("customer", "acme");
        message.setIntProperty("amount", 42);
        message.writeBytes(new byte[bodyLength]);
        encoded = new byte[encoder.encode(message, buffer, 0)];
        buffer.getBytes(0, encoded);
    }

    /** Encodes the message. */
    @Benchmark
    public int encode() throws JMSException {
        return encoder.encode(message, buffer, 0);
    }

    /** Decodes its headers; properties and body wait until they are asked for. */
    @Benchmark
    public EponaMessage decode() throws JMSException {
        return decoder.decode(encoded, 0, encoded.length, 1);
    }

    /** Decodes it and reads a property. */
    @Benchmark
    public int decodeAndReadProperty() throws JMSException {
        return decoder.decode(encoded, 0, encoded.length, 1).getIntProperty("amount");
    }
}
