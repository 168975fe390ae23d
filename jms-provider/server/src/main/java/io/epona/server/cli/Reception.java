package io.epona.server.cli;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Writes messages and acknowledges them after that: a batch is flushed before it is acknowledged, and a batch ends
 * whenever there is nothing more to receive at once. Single use; {@link #stop} may be called from any thread.
 */
final class Reception {
    private static final int BATCH_LIMIT = 100;
    /** How soon a reception without messages notices that it is to stop. */
    private static final long POLL_MS = 100;

    private static final long STOP_LIMIT_MS = 2_000;

    private final OutputStream out;
    private final Progress progress;
    private final long countLimit;
    private final long timeoutMs;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean isStopped;
    private long count;
    private int openCount;
    private Message last;

    /**
     * @param countLimit ends after so many messages
     * @param timeoutMs ends when nothing has come for so long
     */
    Reception(OutputStream out, Progress progress, long countLimit, long timeoutMs) {
        this.out = new BufferedOutputStream(out, 1 << 16);
        this.progress = progress;
        this.countLimit = countLimit;
        this.timeoutMs = timeoutMs;
    }

    /**
     * Receives until there is nothing more to do.
     *
     * @throws CommandException if the output does not take what is written
     */
    void run(MessageConsumer consumer) throws JMSException, CommandException {
        progress.start();
        try {
            receive(consumer);
        } finally {
            progress.finish();
            ended.countDown();
        }
    }

    /** Asks the reception to end and waits a moment until it has acknowledged what it wrote. */
    void stop() {
        isStopped = true;
        try {
            ended.await(STOP_LIMIT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void receive(MessageConsumer consumer) throws JMSException, CommandException {
        long idleSinceNs = System.nanoTime();
        while (!isStopped && count < countLimit) {
            Message message = openCount > 0 ? consumer.receiveNoWait() : consumer.receive(Math.min(POLL_MS, timeoutMs));
            if (message != null) {
                write(message);
            }
            if (openCount == BATCH_LIMIT || message == null && openCount > 0) {
                acknowledge();
            }
            if (message != null) {
                idleSinceNs = System.nanoTime();
            } else if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - idleSinceNs) >= timeoutMs) {
                break;
            }
        }
        acknowledge();
    }

    private void write(Message message) throws JMSException, CommandException {
        try {
            out.write(BodyText.of(message).getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        } catch (IOException e) {
            throw outputClosed(e);
        }
        last = message;
        openCount++;
        count++;
    }

    private void acknowledge() throws JMSException, CommandException {
        if (openCount > 0) {
            try {
                out.flush();
            } catch (IOException e) {
                throw outputClosed(e);
            }
            last.acknowledge();
            progress.add(openCount);
            openCount = 0;
        }
    }

    private CommandException outputClosed(IOException e) {
        return new CommandException(
                ExitCode.FAILED,
                "standard output takes no more, the rest stays at the broker: received=" + progress.count() + " cause="
                        + ErrorLine.cause(e),
                e);
    }
}
