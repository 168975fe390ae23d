package io.epona.perf.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.perf.load.FaultyFactory.Fault;
import io.epona.perf.result.Verification;
import io.epona.perf.workload.Sending;
import io.epona.perf.workload.Span;
import io.epona.perf.workload.Workloads;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A provider that does what it must not is found out, by a whole run. */
class PlantedFaultTest extends BrokerTest {
    private static final int VICTIM = 20;

    private final AtomicInteger count = new AtomicInteger();

    @Test
    void shouldFindALostMessage() throws Exception {
        Verification found = runWith((message, listener) -> {
            if (count.incrementAndGet() != VICTIM) {
                listener.onMessage(message);
            }
        });

        assertEquals(1, found.lost(), found.text());
        assertFalse(found.isGood());
    }

    @Test
    void shouldFindADoubledMessage() throws Exception {
        Verification found = runWith((message, listener) -> {
            listener.onMessage(message);
            if (count.incrementAndGet() == VICTIM) {
                try {
                    ((BytesMessage) message).reset();
                } catch (JMSException e) {
                    throw new AssertionError(e);
                }
                listener.onMessage(message);
            }
        });

        assertEquals(1, found.doubled(), found.text());
        assertEquals(0, found.lost(), found.text());
    }

    @Test
    void shouldFindReorderedMessages() throws Exception {
        AtomicReference<Message> kept = new AtomicReference<>();
        Verification found = runWith((message, listener) -> {
            if (count.incrementAndGet() == VICTIM) {
                kept.set(message);
                return;
            }
            listener.onMessage(message);
            Message late = kept.getAndSet(null);
            if (late != null) {
                listener.onMessage(late);
            }
        });

        assertEquals(1, found.reordered(), found.text());
        assertEquals(0, found.lost() + found.doubled(), found.text());
    }

    @Test
    void shouldFindAnAlteredMessage() throws Exception {
        Verification found = runWith((message, listener) -> {
            if (count.incrementAndGet() == VICTIM) {
                try {
                    BytesMessage body = (BytesMessage) message;
                    byte[] bytes = new byte[(int) body.getBodyLength()];
                    body.readBytes(bytes);
                    body.clearBody();
                    body.writeBytes(bytes, 0, bytes.length - 1);
                    body.reset();
                } catch (JMSException e) {
                    throw new AssertionError(e);
                }
            }
            listener.onMessage(message);
        });

        assertEquals(1, found.damaged(), found.text());
    }

    @Test
    void shouldTellWhatAListenerThrew() throws Exception {
        Verification found = runWith((message, listener) -> {
            listener.onMessage(count.incrementAndGet() == VICTIM ? null : message);
        });

        assertFalse(found.isGood(), found.text());
    }

    private Verification runWith(Fault fault) throws Exception {
        count.set(0);
        LoadOutcome outcome = run(
                FaultyFactory.wrap(factory(), fault),
                Workloads.of(50)
                        .with(new Sending(1, 0, 0, 0, true, 0))
                        .with(new Span(0, 20_000, 50, false, 500))
                        .build());
        assertTrue(outcome.verification().sent() > 0);
        return outcome.verification();
    }
}
