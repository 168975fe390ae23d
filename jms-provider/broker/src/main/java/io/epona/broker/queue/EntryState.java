package io.epona.broker.queue;

/** Where one message stands in one index. */
enum EntryState {
    /** Waits for a consumer. */
    READY,
    /** Handed out, not acknowledged. */
    LOCKED,
    /** No longer there. */
    GONE,
    /** Waits for its time. */
    DELAYED;

    private static final EntryState[] STATES = values();

    static EntryState of(int ordinal) {
        return STATES[ordinal];
    }

    boolean permits(EntryState next) {
        return switch (this) {
            case READY -> next == LOCKED || next == GONE || next == DELAYED;
            case LOCKED -> next == READY || next == GONE || next == DELAYED;
            case DELAYED -> next == READY || next == GONE;
            case GONE -> false;
        };
    }
}
