package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;
import io.epona.broker.selector.Selector;
import io.epona.broker.store.EffectWriter.StoredMessage;
import java.util.List;
import java.util.Map;

/**
 * What a producer sends to.
 *
 * @param name of the queue or topic in UTF-8, to recognise it without decoding
 * @param indexes those that get each message: of a queue its own, of a topic its subscriptions at the time
 * @param selectors of the subscriptions that have one, at the time
 */
record Target(byte[] name, boolean isQueue, List<MessageQueue> indexes, Map<MessageQueue, Selector> selectors) {
    /**
     * The indexes that get a message.
     *
     * @param room for the result
     */
    List<MessageQueue> selected(StoredMessage message, List<MessageQueue> room) {
        if (selectors.isEmpty()) {
            return indexes;
        }
        room.clear();
        for (int i = 0; i < indexes.size(); i++) {
            Selector selector = selectors.get(indexes.get(i));
            if (selector == null || selector.matches(message.buffer(), message.offset(), message.length())) {
                room.add(indexes.get(i));
            }
        }
        return room;
    }
}
