package io.epona.jms;

import io.epona.jms.errors.JmsErrors;
import io.epona.protocol.ErrorCode;
import jakarta.jms.JMSException;

/** Which of JMS's interfaces an object was made through; those for one kind of destination refuse the other. */
enum Domain {
    ANY,
    QUEUES,
    TOPICS;

    /** @throws jakarta.jms.IllegalStateException if the method is not for this domain */
    void refuse(Domain refused, String method) throws JMSException {
        if (this == refused) {
            throw JmsErrors.of(
                    ErrorCode.ILLEGAL_STATE, "method is not for this domain: method=" + method + " domain=" + this);
        }
    }
}
