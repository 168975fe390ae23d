package io.epona.broker.offline;

import io.epona.journal.DurabilityLevel;
import io.epona.journal.DurabilityListener;
import io.epona.journal.Journal;
import io.epona.journal.JournalConfig;
import io.epona.journal.JournalFailedException;
import io.epona.journal.JournalOpenException;
import io.epona.journal.RecordHandler;
import io.epona.journal.SegmentJournal;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A journal that is written as fast as its disk takes it, by one thread that has nothing else to do than to wait. */
final class JournalOutput implements AutoCloseable {
    private static final long STEP_LENGTH = 4L * 1024 * 1024;
    private static final long TIMEOUT_MS = 300_000;

    private final Progress progress = new Progress();
    private final Journal journal;
    private final DurabilityLevel level;
    private long stepPosition;

    private JournalOutput(JournalConfig config, RecordHandler onRecovered) throws JournalOpenException {
        level = config.level();
        journal = SegmentJournal.open(config, onRecovered::onRecord, progress);
        stepPosition = journal.appendPosition();
    }

    /**
     * Opens a journal, or starts one.
     *
     * @param onRecovered is given every record that is there
     */
    static JournalOutput open(JournalConfig config, RecordHandler onRecovered) throws JournalOpenException {
        return new JournalOutput(config, onRecovered);
    }

    Journal journal() {
        return journal;
    }

    /** Whether so much has been appended since the last {@link #sync} that it is time for another. */
    boolean isStepDone() {
        return journal.appendPosition() - stepPosition >= STEP_LENGTH;
    }

    /** Ends a batch: what follows is written with a time of its own. */
    void flush() {
        journal.flush(level);
    }

    /**
     * Waits until all complete groups are durable, at the level that the journal was opened with.
     *
     * @throws IOException if the disk takes too long
     * @throws JournalFailedException if the journal has failed
     */
    void sync() throws IOException {
        flush();
        long target = journal.appendPosition();
        progress.await(journal, target);
        stepPosition = target;
    }

    @Override
    public void close() {
        journal.close();
    }

    /** Hears of the disk on the journal's thread and tells the one that waits. */
    private static final class Progress implements DurabilityListener {
        private Throwable failure;

        @Override
        public synchronized void onDurable(long position) {
            notifyAll();
        }

        @Override
        public synchronized void onFailed(Throwable cause) {
            failure = cause;
            notifyAll();
        }

        synchronized void await(Journal journal, long target) throws IOException {
            long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS);
            while (journal.durablePosition() < target) {
                if (failure != null) {
                    throw new JournalFailedException("journal has failed", failure);
                }
                long remainingMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
                if (remainingMs <= 0) {
                    throw new IOException("disk takes too long: waitedMs=" + TIMEOUT_MS);
                }
                try {
                    wait(remainingMs);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted while the disk was waited for", e);
                }
            }
        }
    }
}
