package io.epona.broker.queue;

/** Tells which messages of an index a consumer wants. The answer for a message is always the same. */
@FunctionalInterface
public interface EntryFilter {
    /** Whether the consumer wants this message. */
    boolean matches(EntryChunk chunk, int index);

    /** What it costs to tell, beside what looking into any message costs; in the units of {@link ScanBudget}. */
    default int cost() {
        return 0;
    }
}
