package io.epona.jms;

import jakarta.jms.JMSException;
import java.util.concurrent.atomic.AtomicInteger;

/** A connection that several contexts use; the last one closes it. Thread-safe. */
final class SharedConnection {
    private final EponaConnection connection;
    private final AtomicInteger userCount = new AtomicInteger(1);

    SharedConnection(EponaConnection connection) {
        this.connection = connection;
    }

    EponaConnection connection() {
        return connection;
    }

    SharedConnection addUser() {
        userCount.incrementAndGet();
        return this;
    }

    void removeUser() throws JMSException {
        if (userCount.decrementAndGet() == 0) {
            connection.close();
        }
    }
}
