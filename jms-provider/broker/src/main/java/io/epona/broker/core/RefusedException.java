package io.epona.broker.core;

import io.epona.protocol.ErrorCode;

/** A request of a client cannot be granted. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    RefusedException(ErrorCode code, String text) {
        super(text);
        this.code = code;
    }

    ErrorCode code() {
        return code;
    }
}
