package io.epona.jms.message;

import jakarta.jms.JMSException;

/** What a session does when the application acknowledges a message that the session delivered. */
@FunctionalInterface
public interface Acknowledger {
    /**
     * Acknowledges what the session's mode says.
     *
     * @throws JMSException if the session is closed or the acknowledgement could not be made
     */
    void acknowledge() throws JMSException;
}
