package io.epona.jms.link;

import io.epona.jms.errors.JmsErrors;
import io.epona.protocol.ErrorCode;
import jakarta.jms.JMSException;

/** Why something ended. Every call that meets it gets an exception of its own, with its own stack. */
record Failure(ErrorCode code, String text) {
    JMSException toException() {
        return JmsErrors.of(code, text);
    }
}
