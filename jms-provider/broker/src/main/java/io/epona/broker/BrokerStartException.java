package io.epona.broker;

/** A broker could not start; the message says what is wrong and names the values. */
public final class BrokerStartException extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** What kind of thing is wrong. */
    public enum Reason {
        /** Another process, or another broker in this one, has the data directory. */
        DIRECTORY_IN_USE,
        /** The data directory cannot be created, read or written. */
        DIRECTORY_NOT_USABLE,
        /** The address cannot be listened on. */
        ADDRESS_NOT_AVAILABLE,
        /** The journal is damaged before its end. */
        JOURNAL_DAMAGED,
        /** A setting has a value that is not allowed. */
        INVALID_SETTING
    }

    BrokerStartException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    BrokerStartException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What kind of thing is wrong. */
    public Reason reason() {
        return reason;
    }
}
