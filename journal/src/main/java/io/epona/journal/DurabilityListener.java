package io.epona.journal;

/** Hears how far a {@link Journal} is durable. Called on the journal's writer thread; must not block. */
public interface DurabilityListener {
    /**
     * All records before {@code position} are durable. Positions never shrink; one comes twice when a sync of it that was asked
     * for later is done.
     */
    void onDurable(long position);

    /** A write or sync failed: nothing beyond the last durable position can be relied upon. Called at most once. */
    void onFailed(Throwable cause);
}
