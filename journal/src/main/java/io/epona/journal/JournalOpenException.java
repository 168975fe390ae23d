package io.epona.journal;

/** A journal could not be opened, for a reason that its operator can look into. Nothing in it was changed or deleted. */
public class JournalOpenException extends Exception {
    private static final long serialVersionUID = 1;

    JournalOpenException(String message) {
        super(message);
    }

    JournalOpenException(String message, Throwable cause) {
        super(message, cause);
    }
}
