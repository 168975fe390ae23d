package io.epona.jms.destination;

import jakarta.jms.JMSException;

/** The connection that has made temporary destinations. Not for applications. */
public interface TemporaryOwner {
    /** Blocks until the broker has deleted it. */
    void delete(EponaDestination temporary) throws JMSException;

    /** Whether it was made and is not deleted. */
    boolean isAlive(EponaDestination temporary);
}
