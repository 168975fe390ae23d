package io.epona.jms.link;

/** How far a session is on the present link. Guarded by the session's lock. */
final class LinkPhase {
    enum Phase {
        /** There is no link. */
        UNLINKED,
        /** The broker has been told of the session and its consumers and has not answered for all of them. */
        OPENING,
        /** What was not settled is being sent again, as the credit allows. */
        REPLAYING,
        /** The application's calls go straight to the broker. */
        LINKED;

        boolean permits(Phase next) {
            return next == UNLINKED || next.ordinal() == ordinal() + 1;
        }
    }

    private final int session;
    private Phase phase = Phase.UNLINKED;

    LinkPhase(int session) {
        this.session = session;
    }

    void moveTo(Phase next) {
        if (!phase.permits(next)) {
            throw new IllegalStateException(
                    "session phase may not change: session=" + session + " from=" + phase + " to=" + next);
        }
        phase = next;
    }

    boolean is(Phase other) {
        return phase == other;
    }

    boolean isLinked() {
        return phase == Phase.LINKED;
    }

    /** Whether frames of this session have a place to go. */
    boolean isOnLink() {
        return phase != Phase.UNLINKED;
    }
}
