package io.epona.jms;

import io.epona.jms.errors.JmsErrors;
import io.epona.protocol.ErrorCode;
import jakarta.jms.JMSException;

/** The parts of the API that do not work yet. */
enum Unsupported {
    DELIVERY_DELAY("delivery delays");

    private final String feature;

    Unsupported(String feature) {
        this.feature = feature;
    }

    /** @param method that the application called */
    JMSException in(String method) {
        return JmsErrors.of(ErrorCode.NOT_SUPPORTED, feature + " are not supported yet: method=" + method);
    }
}
