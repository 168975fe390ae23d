package io.epona.protocol.scram;

/** A message of the other side has not the form it must have, or proves nothing. Its text holds no secret. */
public final class ScramException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param text what is wrong */
    public ScramException(String text) {
        super(text);
    }
}
