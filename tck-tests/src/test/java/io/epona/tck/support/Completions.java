package io.epona.tck.support;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import jakarta.jms.CompletionListener;
import jakarta.jms.Message;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A completion listener that a test can wait for. Any thread. */
public final class Completions implements CompletionListener {
    private final BlockingQueue<Object> outcomes = new LinkedBlockingQueue<>();

    @Override
    public void onCompletion(Message message) {
        outcomes.add(message);
    }

    @Override
    public void onException(Message message, Exception exception) {
        outcomes.add(exception);
    }

    /** The message of the next send, which must have succeeded. */
    public Message next() throws InterruptedException {
        Object outcome = outcomes.poll(ConformanceTest.TIMEOUT_MS, TimeUnit.MILLISECONDS);
        assertNotNull(outcome, "no completion");
        return assertInstanceOf(Message.class, outcome);
    }

    /** How many have come and were not asked for. */
    public int count() {
        return outcomes.size();
    }
}
