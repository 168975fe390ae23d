package io.epona.broker.inspect;

import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongHashSet;

/** What a journal says of one queue or durable subscription. */
public final class QueueTally {
    private static final long NO_TOPIC = 0;

    private final long queue;
    private final LongHashSet live = new LongHashSet();
    private final Long2LongHashMap deliveryCounts = new Long2LongHashMap(0);
    private String name;
    private String clientId;
    private String selector = "";
    private boolean isShared;
    private boolean isNoLocal;
    private long topic = NO_TOPIC;
    private String namedByMessage;
    private boolean isQueueByMessage;
    private long addedCount;
    private long removedCount;

    QueueTally(long queue) {
        this.queue = queue;
    }

    void nameQueue(String newName) {
        name = newName;
    }

    void nameSubscription(EffectDescription effect) {
        clientId = effect.text("clientId");
        name = effect.text("name");
        topic = effect.number("topic");
        selector = effect.text("selector");
        isShared = effect.isTrue("shared");
        isNoLocal = effect.isTrue("noLocal");
    }

    /** A message that is in it was sent to this destination. */
    void nameByMessage(String destination, boolean isQueue) {
        if (namedByMessage == null) {
            namedByMessage = destination;
            isQueueByMessage = isQueue;
        }
    }

    /** The number by which effects refer to it. */
    public long queue() {
        return queue;
    }

    /** Whether the log says what it is; the record that does may be lost. */
    public boolean isNamed() {
        return name != null;
    }

    /** Whether it is a durable subscription, as far as that is known. */
    public boolean isSubscription() {
        return isNamed() ? topic != NO_TOPIC : namedByMessage != null && !isQueueByMessage;
    }

    /**
     * The name of the queue or subscription; if the log does not say it, that of the queue that messages in it were sent
     * to. Null if it is not known.
     */
    public String name() {
        return isNamed() || !isQueueByMessage ? name : namedByMessage;
    }

    /** The client id of a subscription, empty for a shared one without, null for a queue. */
    public String clientId() {
        return clientId;
    }

    /** The selector of a subscription, empty if it wants all messages. */
    public String selector() {
        return selector;
    }

    /** Whether a subscription may have several consumers. */
    public boolean isShared() {
        return isShared;
    }

    /** Whether a subscription does not get what its own client id sends. */
    public boolean isNoLocal() {
        return isNoLocal;
    }

    /** The number of the topic of a subscription that is named, else 0. */
    public long topic() {
        return topic;
    }

    /** The name of the topic that messages in it were sent to; null if there are none, or it is a queue. */
    public String topicOfMessages() {
        return isQueueByMessage ? null : namedByMessage;
    }

    /** Messages that were ever added, as far as the log goes back. */
    public long addedCount() {
        return addedCount;
    }

    /** Of these, how many left again. */
    public long removedCount() {
        return removedCount;
    }

    /** Messages that a restart would find in it. */
    public long liveCount() {
        return live.size();
    }

    /** Whether a restart would find this message in it. */
    public boolean isLive(long number) {
        return live.contains(number);
    }

    /** The numbers of the messages that a restart would find in it, in ascending order. */
    public long[] liveNumbers() {
        long[] numbers = new long[live.size()];
        int count = 0;
        LongHashSet.LongIterator iterator = live.iterator();
        while (iterator.hasNext()) {
            numbers[count++] = iterator.nextValue();
        }
        Arrays.sort(numbers);
        return numbers;
    }

    /** How often a message was delivered from it, as far as the log says; 0 if it does not. */
    public long deliveryCount(long number) {
        return deliveryCounts.get(number);
    }

    /** @return whether the message was not there yet */
    boolean add(long number) {
        boolean isNew = live.add(number);
        addedCount += isNew ? 1 : 0;
        return isNew;
    }

    void deliveryCount(long number, long count) {
        if (count > 0) {
            deliveryCounts.put(number, count);
        } else {
            deliveryCounts.remove(number);
        }
    }

    /** @return whether the message was there */
    boolean remove(long number) {
        boolean wasThere = live.remove(number);
        removedCount += wasThere ? 1 : 0;
        deliveryCounts.remove(number);
        return wasThere;
    }
}
