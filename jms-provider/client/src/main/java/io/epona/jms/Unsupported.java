package io.epona.jms;

import io.epona.jms.errors.JmsErrors;
import io.epona.protocol.ErrorCode;
import jakarta.jms.JMSException;

/** The parts of the API that do not work yet. */
enum Unsupported {
    CONNECTION_CONSUMER("connection consumers"),
    DELIVERY_DELAY("delivery delays"),
    SERVER_SESSION("listeners of a whole session, and running it on a server's thread");

    private final String feature;

    Unsupported(String feature) {
        this.feature = feature;
    }

    /** @param method that the application called */
    JMSException in(String method) {
        return JmsErrors.of(ErrorCode.NOT_SUPPORTED, feature + " are not supported yet: method=" + method);
    }
}
