package io.epona.broker.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Adds up the effects of a journal: what is in which queue, and which messages are still needed. Takes memory for each
 * message that is live, some dozens of bytes. Not thread-safe.
 */
public final class ContentTally {
    private static final long NONE = 0;

    private final Map<Long, QueueTally> queues = new TreeMap<>();
    private final Map<Long, String> topics = new HashMap<>();
    private final Set<String> producers = new HashSet<>();
    private final Long2LongHashMap references = new Long2LongHashMap(NONE);
    private final Long2LongHashMap lengths = new Long2LongHashMap(NONE);
    private final Long2ObjectHashMap<String> names = new Long2ObjectHashMap<>();
    private long liveLength;
    private long spilledCount;

    /** @param recordLength how much of the log the effect takes */
    public void add(EffectDescription effect, int recordLength) {
        switch (effect.type()) {
            case "DestinationCreated" -> addDestination(effect);
            case "SubscriptionCreated" -> {
                String topic = topics.getOrDefault(effect.number("topic"), "?");
                String name = effect.text("clientId") + "/" + effect.text("name") + " (topic " + topic + ")";
                addQueue(effect.number("queue"), name);
            }
            case "SubscriptionDeleted" -> deleteSubscription(effect.number("queue"));
            case "MessageAdded" -> addMessage(effect, recordLength);
            case "MessagesRemoved" -> removeMessages(effect);
            case "TransactionCommitted", "SequenceRejected" -> producers.add(effect.text("producer"));
            case "ProducerForgotten" -> producers.remove(effect.text("producer"));
            default -> {
                // Who consumes, and what a newer version knows, changes nothing that is counted here.
            }
        }
    }

    private void addDestination(EffectDescription effect) {
        long number = effect.number("destination");
        if ("QUEUE".equals(effect.text("kind"))) {
            addQueue(number, effect.text("name"));
        } else {
            topics.put(number, effect.text("name"));
        }
    }

    private void addQueue(long number, String name) {
        queues.put(number, new QueueTally(number, name));
        names.put(number, name);
    }

    private void deleteSubscription(long number) {
        QueueTally queue = queues.remove(number);
        if (queue != null) {
            queue.live().forEach(this::release);
        }
    }

    private void addMessage(EffectDescription effect, int recordLength) {
        if (effect.number("sequence") != 0) {
            producers.add(effect.text("producer"));
        }
        if (Boolean.TRUE.equals(effect.fields().get("spilled"))) {
            spilledCount++;
            return;
        }
        long message = effect.number("number");
        int count = 0;
        for (long target : effect.queueNumbers()) {
            QueueTally queue = queues.get(target);
            if (queue != null) {
                queue.add(message);
                count++;
            }
        }
        if (count > 0) {
            references.put(message, count);
            lengths.put(message, recordLength);
            liveLength += recordLength;
        }
    }

    private void removeMessages(EffectDescription effect) {
        QueueTally queue = queues.get(effect.number("queue"));
        if (queue != null) {
            for (long number : effect.messageNumbers()) {
                if (queue.remove(number)) {
                    release(number);
                }
            }
        }
    }

    private void release(long message) {
        long left = references.get(message) - 1;
        if (left > 0) {
            references.put(message, left);
        } else {
            references.remove(message);
            liveLength -= lengths.remove(message);
        }
    }

    /** The queues and durable subscriptions that exist, in the order in which they were created. */
    public List<QueueTally> queues() {
        return new ArrayList<>(queues.values());
    }

    /** The name of a queue or subscription, also of one that exists no longer; its number if it is not known. */
    public String nameOf(long queue) {
        String name = names.get(queue);
        return name == null ? "?" + queue : name;
    }

    /** Producers whose last sequence is remembered. */
    public int producerCount() {
        return producers.size();
    }

    /** Messages that a restart would find, however many queues refer to each. */
    public long liveCount() {
        return references.size();
    }

    /** Bytes of the log that the records of these messages take. */
    public long liveLength() {
        return liveLength;
    }

    /** Messages that were only parked in the journal, which a restart skips. */
    public long spilledCount() {
        return spilledCount;
    }
}
