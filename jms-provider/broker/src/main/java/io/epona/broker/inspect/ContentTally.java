package io.epona.broker.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Adds up the effects of a journal: what is in which queue, and which messages are still needed. The log may begin
 * anywhere: what an index is may be said behind messages that are in it, and removals may name messages that are not
 * there. Takes memory for each message that is live, less than a hundred bytes. Not thread-safe.
 */
public final class ContentTally {
    /** A position that no record has. */
    public static final long NOWHERE = -1;

    private final Map<Long, QueueTally> queues = new TreeMap<>();
    private final Map<Long, String> topics = new HashMap<>();
    private final Set<String> producers = new HashSet<>();
    private final Long2ObjectHashMap<Location> messages = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<String> deleted = new Long2ObjectHashMap<>();
    private final BranchTally branches = new BranchTally();
    private final PendingTally pending = new PendingTally();
    private long liveLength;
    private long spilledCount;
    private long unknownCount;

    /** Where the record is that holds a message. */
    private static final class Location {
        private long position;
        private int length;
        private int references;
    }

    /**
     * Adds the next effect of the log.
     *
     * @param position where its record is
     * @param recordLength how much of the log it takes
     */
    public void add(EffectDescription effect, long position, int recordLength) {
        switch (effect.type()) {
            case "DestinationCreated" -> addDestination(effect);
            case "SubscriptionCreated" -> queue(effect.number("queue")).nameSubscription(effect);
            case "SubscriptionDeleted" -> deleteIndex(effect.number("queue"));
            case "DestinationDeleted" -> {
                if (topics.remove(effect.number("destination")) == null) {
                    deleteIndex(effect.number("destination"));
                }
            }
            case "MessageAdded", "MessageRelocated" -> addMessage(effect, position, recordLength);
            case "PendingAdded" -> {
                if (!effect.isSpilled()) {
                    pending.add(effect, position, recordLength);
                }
            }
            case "PendingCommitted" -> commit(effect);
            case "MessagesRemoved" -> removeMessages(effect);
            case "MessagesReturned" -> countDeliveries(effect);
            case "TransactionCommitted", "SequenceRejected", "ProducerAdvanced" ->
                producers.add(effect.text("producer"));
            case "ProducerForgotten" -> producers.remove(effect.text("producer"));
            case EffectReader.UNKNOWN -> unknownCount++;
            default -> {
                // Who consumes, and which numbers were given, changes nothing that is counted here.
                branches.add(effect, recordLength);
            }
        }
    }

    private void addDestination(EffectDescription effect) {
        long number = effect.number("destination");
        if ("QUEUE".equals(effect.text("kind"))) {
            queue(number).nameQueue(effect.text("name"));
        } else {
            topics.put(number, effect.text("name"));
        }
    }

    private QueueTally queue(long number) {
        return queues.computeIfAbsent(number, QueueTally::new);
    }

    private void deleteIndex(long number) {
        deleted.put(number, nameOf(number));
        QueueTally queue = queues.remove(number);
        if (queue != null) {
            for (long message : queue.liveNumbers()) {
                release(message);
            }
        }
    }

    private void addMessage(EffectDescription effect, long position, int recordLength) {
        if (effect.fields().containsKey("producer") && effect.number("sequence") != 0) {
            producers.add(effect.text("producer"));
        }
        long number = effect.number("number");
        if (effect.isSpilled()) {
            spilledCount += effect.type().equals("MessageAdded") ? 1 : 0;
            return;
        }
        SentMessage sent = SentMessage.of(effect, position, recordLength);
        place(number, sent, effect.queueNumbers(), effect.deliveryCounts());
    }

    private void commit(EffectDescription effect) {
        List<Long> destinations = effect.numbers("destinations");
        List<Long> targets = effect.queueNumbers();
        Map<Long, List<Long>> routes = new HashMap<>();
        for (int i = 0; i < destinations.size(); i++) {
            routes.computeIfAbsent(destinations.get(i), key -> new ArrayList<>())
                    .add(targets.get(i));
        }
        long shift = effect.number("shift");
        routes.forEach((destination, queues) -> pending.take(effect.number("transaction"), destination)
                .forEach((place, sent) -> place(shift + place, sent, queues, List.of())));
    }

    private void place(long number, SentMessage sent, List<Long> targets, List<Long> counts) {
        Location location = messages.get(number);
        if (location == null) {
            location = new Location();
            messages.put(number, location);
        }
        liveLength += sent.recordLength() - location.length;
        location.position = sent.position();
        location.length = sent.recordLength();
        addReferences(number, location, sent, targets, counts);
        if (location.references == 0) {
            forget(number, location);
        }
    }

    private void addReferences(
            long number, Location location, SentMessage sent, List<Long> targets, List<Long> counts) {
        int earlierReferences = location.references;
        int again = 0;
        for (int i = 0; i < targets.size(); i++) {
            // Numbers of indexes are never given twice, so what was deleted stays so.
            if (!deleted.containsKey(targets.get(i))) {
                QueueTally queue = queue(targets.get(i));
                if (queue.add(number)) {
                    location.references++;
                } else {
                    again++;
                }
                queue.deliveryCount(number, counts.isEmpty() ? 0 : counts.get(i));
                if (!queue.isNamed()) {
                    queue.nameByMessage(sent.destination(), sent.isToQueue());
                }
            }
        }
        if (again < earlierReferences) {
            leaveOthers(targets, number, location);
        }
    }

    /** A message that was copied is where the copy says, and nowhere else. */
    private void leaveOthers(List<Long> targets, long number, Location location) {
        for (QueueTally queue : queues.values()) {
            if (!targets.contains(queue.queue()) && queue.remove(number)) {
                location.references--;
            }
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

    private void countDeliveries(EffectDescription effect) {
        QueueTally queue = queues.get(effect.number("queue"));
        List<Long> numbers = effect.messageNumbers();
        List<Long> counts = effect.deliveryCounts();
        for (int i = 0; queue != null && i < numbers.size(); i++) {
            if (queue.isLive(numbers.get(i))) {
                queue.deliveryCount(numbers.get(i), counts.get(i));
            }
        }
    }

    private void release(long message) {
        Location location = messages.get(message);
        location.references--;
        if (location.references == 0) {
            forget(message, location);
        }
    }

    private void forget(long message, Location location) {
        messages.remove(message);
        liveLength -= location.length;
    }

    /** The queues and durable subscriptions that exist, in the order of their numbers. */
    public List<QueueTally> queues() {
        return new ArrayList<>(queues.values());
    }

    /** The queue or durable subscription with this number, null if there is none, or none any more. */
    public QueueTally queueByNumber(long number) {
        return queues.get(number);
    }

    /** A queue or subscription in one line, also one that exists no longer; with its number if it is not known. */
    public String nameOf(long queue) {
        QueueTally tally = queues.get(queue);
        if (tally == null) {
            return deleted.containsKey(queue) ? deleted.get(queue) : "?" + queue;
        } else if (!tally.isSubscription()) {
            return tally.name() == null ? "?" + queue : tally.name();
        }
        String subscription = tally.isNamed() ? tally.clientId() + "/" + tally.name() : "?" + queue;
        String topic = topicOf(tally);
        return subscription + " (topic " + (topic == null ? "?" : topic) + ")";
    }

    /** The name of the topic of a subscription, null if it is not known. */
    public String topicOf(QueueTally subscription) {
        String topic = topics.get(subscription.topic());
        return topic == null ? subscription.topicOfMessages() : topic;
    }

    /** Whether the log says what the topic with this number is. */
    public boolean isTopicNamed(long topic) {
        return topics.containsKey(topic);
    }

    /** Where the record is that holds a live message; {@link #NOWHERE} if no queue has it. */
    public long positionOf(long message) {
        Location location = messages.get(message);
        return location == null ? NOWHERE : location.position;
    }

    /** Producers whose last sequence is remembered. */
    public int producerCount() {
        return producers.size();
    }

    /** Messages that a restart would find, however many queues refer to each. */
    public long liveCount() {
        return messages.size();
    }

    /** Bytes of the log that the records of these messages, and of transactions in doubt, take. */
    public long liveLength() {
        long largeLength =
                branches.inDoubtLarge().stream().mapToLong(pending::length).sum();
        return liveLength + branches.inDoubtLength() + largeLength;
    }

    /** Distributed transactions that are prepared and not decided; what they have sent is live, too. */
    public int inDoubtCount() {
        return branches.inDoubtCount();
    }

    /** Messages that were only parked in the journal, which a restart skips. */
    public long spilledCount() {
        return spilledCount;
    }

    /** Effects that a newer version wrote and this one does not know. */
    public long unknownCount() {
        return unknownCount;
    }
}
