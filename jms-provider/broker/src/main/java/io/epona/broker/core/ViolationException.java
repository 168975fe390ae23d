package io.epona.broker.core;

import io.epona.protocol.ErrorCode;

/** A client broke the protocol: its connection ends. */
final class ViolationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    ViolationException(ErrorCode code, String text) {
        super(text);
        this.code = code;
    }

    ErrorCode code() {
        return code;
    }
}
