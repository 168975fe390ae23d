package io.epona.broker.offline;

/** Fields do not make a message; the text says which one and why. */
public final class BadMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    BadMessageException(String message) {
        super(message);
    }
}
