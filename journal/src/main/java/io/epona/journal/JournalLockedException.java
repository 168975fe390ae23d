package io.epona.journal;

/** A journal's directory is held by another process, or by another journal of this process. */
public final class JournalLockedException extends JournalOpenException {
    private static final long serialVersionUID = 1;

    JournalLockedException(String message, Throwable cause) {
        super(message, cause);
    }
}
