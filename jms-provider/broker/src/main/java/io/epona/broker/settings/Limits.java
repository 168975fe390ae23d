package io.epona.broker.settings;

/**
 * What a broker keeps and serves at most.
 *
 * @param memory bytes of messages that are in memory only, beyond which they spill to the journal
 * @param producerWindow bytes that a session may send before the broker has dealt with them
 * @param transaction bytes of the messages of one transaction in progress that are in memory; what is more goes to the
 *     journal or, where there is none, is refused. 0 for 1 MiB or, where there is none, half of {@code memory}
 * @param connections how many clients are served at a time
 */
public record Limits(long memory, long producerWindow, long transaction, int connections) {
    private static final long DEFAULT_WINDOW = 2 * 1024 * 1024;
    private static final int DEFAULT_CONNECTIONS = 10_000;

    private static final long DEFAULT_TRANSACTION = 1024 * 1024;

    /** @throws IllegalArgumentException if one is not allowed */
    public Limits {
        if (memory <= 0 || producerWindow <= 0 || transaction < 0 || connections <= 0) {
            throw new IllegalArgumentException("limits must be positive: memory=" + memory + " producerWindow="
                    + producerWindow + " transaction=" + transaction + " connections=" + connections);
        }
    }

    /** Defaults, with a quarter of the heap for messages in memory. */
    public static Limits defaults() {
        long memory = Runtime.getRuntime().maxMemory() / 4;
        return new Limits(memory, DEFAULT_WINDOW, 0, DEFAULT_CONNECTIONS);
    }

    /** The same with another limit of one transaction. */
    public Limits withTransaction(long bytes) {
        return new Limits(memory, producerWindow, bytes, connections);
    }

    /** Bytes of one transaction in memory, with the default filled in. */
    public long transactionMemory(boolean hasJournal) {
        if (transaction != 0) {
            return transaction;
        }
        return hasJournal ? DEFAULT_TRANSACTION : memory / 2;
    }
}
