package io.epona.server.cli;

import io.epona.broker.offline.BadMessageException;
import io.epona.broker.offline.PortableMessage;
import jakarta.jms.JMSException;
import java.io.IOException;

/** Where imported messages go. Confined to one thread. */
interface ImportTarget extends AutoCloseable {
    /** Takes a message; what became of it is known after {@link #confirm}, or when the target confirms by itself. */
    void add(PortableMessage message) throws BadMessageException, IOException, JMSException;

    /** Waits until all messages are confirmed. */
    void confirm() throws IOException, JMSException;

    /** Messages that are safe where they were to go. */
    long confirmedCount();

    /** Messages that were passed over, of those that were added, because nobody is to have them. */
    long leftOutCount();

    @Override
    void close() throws JMSException;
}
