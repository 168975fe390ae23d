package io.epona.journal;

/** A journal cannot go on, or cannot give back what was appended to it. What it called durable before still is. */
public final class JournalFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A failure without a cause of its own, such as a checksum that does not match. */
    public JournalFailedException(String message) {
        super(message);
    }

    /** A failure for a reason that the system gave. */
    public JournalFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
