package io.epona.perf.provider;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;

/** Where clients get their connections: a ConnectionFactory, or an XAConnectionFactory. For several threads. */
@FunctionalInterface
public interface Connector {
    /** A new connection; one from an XAConnectionFactory is an XAConnection. */
    Connection connect() throws JMSException;
}
