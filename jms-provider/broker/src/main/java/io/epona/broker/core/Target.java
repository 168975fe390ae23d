package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;
import io.epona.broker.store.EffectWriter.StoredMessage;
import java.util.List;
import java.util.Map;

/**
 * What a producer sends to.
 *
 * @param name of the queue or topic in UTF-8, to recognise it without decoding
 * @param indexes those that get each message: of a queue its own, of a topic its subscriptions at the time
 * @param admissions of the subscriptions that do not get all messages, at the time
 */
record Target(byte[] name, boolean isQueue, List<MessageQueue> indexes, Map<MessageQueue, Admission> admissions) {
    /**
     * The indexes that get a message.
     *
     * @param sender null if the broker itself sends it
     * @param room for the result
     */
    List<MessageQueue> selected(StoredMessage message, Connection sender, List<MessageQueue> room) {
        if (admissions.isEmpty()) {
            return indexes;
        }
        room.clear();
        for (int i = 0; i < indexes.size(); i++) {
            Admission admission = admissions.get(indexes.get(i));
            if (admission == null || admission.admits(message, sender)) {
                room.add(indexes.get(i));
            }
        }
        return room;
    }
}
