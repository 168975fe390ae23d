package io.epona.perf.provider;

/** A provider cannot be used; the message is for the harness's user. */
public final class ProviderException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, then the values */
    public ProviderException(String message) {
        super(message);
    }

    /** @param message what is wrong, then the values */
    public ProviderException(String message, Throwable cause) {
        super(message, cause);
    }
}
