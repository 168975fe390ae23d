package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;
import io.epona.broker.store.EffectWriter.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a producer sends to. Producers keep it, so it says when it is gone. */
final class Target {
    private final int number;
    private final byte[] name;
    private final boolean isQueue;
    private final List<MessageQueue> indexes;
    private final Map<MessageQueue, Admission> admissions;
    private boolean isGone;

    private Target(
            int number,
            String name,
            boolean isQueue,
            List<MessageQueue> indexes,
            Map<MessageQueue, Admission> admissions) {
        this.number = number;
        this.name = name.getBytes(StandardCharsets.UTF_8);
        this.isQueue = isQueue;
        this.indexes = indexes;
        this.admissions = admissions;
    }

    static Target of(MessageQueue queue) {
        return new Target(queue.number(), queue.name(), true, List.of(queue), Map.of());
    }

    /** Of a topic those of its subscriptions at the time get a message that are to have it. */
    static Target of(Topic topic) {
        return new Target(topic.number(), topic.name(), false, topic.subscriptions(), topic.admissions());
    }

    /** The number of the queue or topic, 0 if it does not outlive the broker. */
    int number() {
        return number;
    }

    /** The name of the queue or topic in UTF-8, to recognise it without decoding. */
    byte[] name() {
        return name;
    }

    boolean isQueue() {
        return isQueue;
    }

    /** Whether nothing can be sent to it any more. */
    boolean isGone() {
        return isGone;
    }

    /** Has whoever still knows it look for its name anew. */
    void retire() {
        isGone = true;
    }

    /** All indexes, whichever messages they get. */
    List<MessageQueue> indexes() {
        return indexes;
    }

    /** Whether an index does not get all messages. */
    boolean isSelective() {
        return !admissions.isEmpty();
    }

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

    /** For errors. */
    String describe() {
        return (isQueue ? "queue=" : "topic=") + new String(name, StandardCharsets.UTF_8);
    }
}
