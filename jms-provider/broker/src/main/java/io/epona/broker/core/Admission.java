package io.epona.broker.core;

import io.epona.broker.selector.Selector;
import io.epona.broker.store.EffectWriter.StoredMessage;
import java.util.function.Predicate;

/**
 * Which of the messages of its topic a subscription gets.
 *
 * @param selector null for all
 * @param isLocal tells the connections whose messages it does not get, null if it gets those of all
 */
record Admission(Selector selector, Predicate<Connection> isLocal) {
    static final Admission ALL = new Admission(null, null);

    boolean isAll() {
        return selector == null && isLocal == null;
    }

    /** @param sender null if the broker itself sends the message */
    boolean admits(StoredMessage message, Connection sender) {
        if (isLocal != null && sender != null && isLocal.test(sender)) {
            return false;
        }
        return selector == null || selector.matches(message.buffer(), message.offset(), message.length());
    }
}
