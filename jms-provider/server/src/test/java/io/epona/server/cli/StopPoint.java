package io.epona.server.cli;

/** Where a process is to stop: before or after a call of one of the two resources. */
record StopPoint(Side side, Call call, When when) {
    /** A resource that takes part in a transfer. */
    enum Side {
        BROKER,
        DATABASE
    }

    /** A call of {@link javax.transaction.xa.XAResource}. */
    enum Call {
        START,
        END,
        PREPARE,
        COMMIT,
        /** Of a branch that is not prepared. */
        ROLLBACK,
        /** Of a branch that is prepared, since the other side refuses. */
        ROLLBACK_PREPARED,
        /** Of a branch that an operator has decided, which no transfer has. */
        FORGET;

        boolean isRollback() {
            return this == ROLLBACK || this == ROLLBACK_PREPARED;
        }
    }

    /** A moment of a call. */
    enum When {
        BEFORE,
        /** The resource has done it, and the answer has not come: what a proxy sees, not the caller. */
        UNANSWERED,
        AFTER
    }

    static StopPoint parse(String text) {
        String[] words = text.split("-");
        return new StopPoint(Side.valueOf(words[0]), Call.valueOf(words[1]), When.valueOf(words[2]));
    }

    @Override
    public String toString() {
        return side + "-" + call + "-" + when;
    }
}
