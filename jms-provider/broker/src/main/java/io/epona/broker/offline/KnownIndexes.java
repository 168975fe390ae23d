package io.epona.broker.offline;

import io.epona.broker.inspect.EffectDescription;
import io.epona.broker.inspect.EffectReader;
import io.epona.journal.RecordHandler;
import io.epona.journal.RecordView;
import java.util.HashMap;
import java.util.Map;

/** The destinations and subscriptions that a journal tells of, and the last numbers that were given. */
final class KnownIndexes implements RecordHandler {
    private final EffectReader reader = new EffectReader(false);
    private final Map<String, Integer> queues = new HashMap<>();
    private final Map<String, Integer> topics = new HashMap<>();
    private final Map<Key, Subscription> subscriptions = new HashMap<>();
    /** How many messages each large transaction has sent. */
    private final Map<Long, Long> places = new HashMap<>();

    private long lastMessage;
    private long lastIndex;
    private long unknownCount;

    private record Key(String clientId, String name) {}

    /** A durable subscription: the numbers of its index and its topic. */
    record Subscription(int index, int topic) {}

    @Override
    public void onRecord(RecordView view) {
        EffectDescription effect = reader.describe(view);
        Map<String, Object> fields = effect.fields();
        switch (effect.type()) {
            case "DestinationCreated" -> {
                long number = (Long) fields.get("destination");
                lastIndex = Math.max(lastIndex, number);
                Map<String, Integer> destinations = "QUEUE".equals(fields.get("kind")) ? queues : topics;
                destinations.put((String) fields.get("name"), (int) number);
            }
            case "SubscriptionCreated" -> {
                long number = (Long) fields.get("queue");
                lastIndex = Math.max(lastIndex, number);
                long topic = (Long) fields.get("topic");
                putSubscription(
                        (String) fields.get("clientId"),
                        (String) fields.get("name"),
                        new Subscription((int) number, (int) topic));
            }
            case "SubscriptionDeleted" -> {
                int number = (int) (long) (Long) fields.get("queue");
                subscriptions.values().removeIf(subscription -> subscription.index() == number);
            }
            case "DestinationDeleted" -> {
                int number = (int) (long) (Long) fields.get("destination");
                queues.values().removeIf(known -> known == number);
                topics.values().removeIf(known -> known == number);
            }
            case "NumbersGiven" -> {
                lastMessage = Math.max(lastMessage, (Long) fields.get("lastMessage"));
                lastIndex = Math.max(lastIndex, (Long) fields.get("lastDestination"));
            }
            case "PendingAdded" ->
                places.merge((Long) fields.get("transaction"), (Long) fields.get("place"), Math::max);
            case "PendingCommitted" -> {
                long sent = places.getOrDefault((Long) fields.get("transaction"), 0L);
                lastMessage = Math.max(lastMessage, (Long) fields.get("shift") + sent);
                noteNumbers(effect);
            }
            case EffectReader.UNKNOWN -> unknownCount++;
            default -> noteNumbers(effect);
        }
    }

    private void noteNumbers(EffectDescription effect) {
        // What a removal names was added before, but the record that did may be gone.
        effect.messageNumbers().forEach(number -> lastMessage = Math.max(lastMessage, number));
        effect.queueNumbers().forEach(number -> lastIndex = Math.max(lastIndex, number));
    }

    private void putSubscription(String clientId, String name, Subscription subscription) {
        subscriptions.put(new Key(clientId, name), subscription);
    }

    /** Effects that this version does not know: with them there may be numbers that it does not see. */
    long unknownCount() {
        return unknownCount;
    }

    long nextMessage() {
        return ++lastMessage;
    }

    int nextIndex() {
        return (int) ++lastIndex;
    }

    /** The number of a queue or topic, null if there is none. */
    Integer destination(String name, boolean isQueue) {
        return isQueue ? queues.get(name) : topics.get(name);
    }

    void addDestination(String name, boolean isQueue, int number) {
        (isQueue ? queues : topics).put(name, number);
    }

    /** The subscription, null if there is none. */
    Subscription subscription(String clientId, String name) {
        return subscriptions.get(new Key(clientId, name));
    }

    void addSubscription(String clientId, String name, Subscription subscription) {
        putSubscription(clientId, name, subscription);
    }
}
