package io.epona.jms;

import io.epona.jms.errors.JmsErrors;
import io.epona.jms.link.ClientSession;
import io.epona.jms.link.Source;
import io.epona.protocol.ErrorCode;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSessionPool;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The connection consumers of a connection. Any thread. */
final class ConnectionConsumers {
    private final EponaConnection connection;
    private final Consumer<JMSException> onFailure;
    private final List<EponaConnectionConsumer> open = new CopyOnWriteArrayList<>();

    /** @param onFailure hears what goes wrong on the threads of the consumers */
    ConnectionConsumers(EponaConnection connection, Consumer<JMSException> onFailure) {
        this.connection = connection;
        this.onFailure = onFailure;
    }

    static void require(ServerSessionPool pool, int maxMessages) throws JMSException {
        if (pool == null) {
            throw JmsErrors.of(ErrorCode.ILLEGAL_STATE, "server session pool is null");
        } else if (maxMessages <= 0) {
            throw JmsErrors.of(
                    ErrorCode.ILLEGAL_STATE,
                    "number of messages not allowed: maxMessages=" + maxMessages + " minimum=1");
        }
    }

    /** Opens one in a session that belongs to it from now on. Blocks until the broker has accepted it. */
    EponaConnectionConsumer open(ClientSession session, Source source, ServerSessionPool pool, int maxMessages)
            throws JMSException {
        boolean isOpen = false;
        try {
            EponaConnectionConsumer consumer =
                    new EponaConnectionConsumer(connection, session, source, pool, maxMessages, onFailure);
            open.add(consumer);
            isOpen = true;
            return consumer;
        } finally {
            if (!isOpen) {
                session.close(false);
            }
        }
    }

    void remove(EponaConnectionConsumer consumer) {
        open.remove(consumer);
    }

    void setStarted(boolean isStarted) {
        open.forEach(consumer -> consumer.link().receiving().setStarted(isStarted));
    }

    /** Ends them all; the connection is closed next. */
    void close() throws JMSException {
        for (EponaConnectionConsumer consumer : open) {
            consumer.close(true);
        }
    }
}
