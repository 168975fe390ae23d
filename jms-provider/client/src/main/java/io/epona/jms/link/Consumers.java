package io.epona.jms.link;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * The consumers of a session, with closed ones as long as the broker has to be told about what they have shown. Guarded by
 * the session's lock.
 */
final class Consumers {
    private final Set<ClientConsumer> list = new LinkedHashSet<>();
    /** Those with acknowledgements to send: a session may have thousands of consumers, and few of them any. */
    private final List<ClientConsumer> marked = new ArrayList<>();

    void add(ClientConsumer consumer) {
        list.add(consumer);
    }

    void remove(ClientConsumer consumer) {
        list.remove(consumer);
        marked.remove(consumer);
    }

    boolean contains(ClientConsumer consumer) {
        return list.contains(consumer);
    }

    /** A copy, in order of opening, so a durable subscription that changed hands is opened by the older one first. */
    List<ClientConsumer> all() {
        return List.copyOf(list);
    }

    boolean isEmpty() {
        return list.isEmpty();
    }

    boolean hasUnacknowledged() {
        for (ClientConsumer consumer : list) {
            if (consumer.deliveries().hasUnacknowledged()) {
                return true;
            }
        }
        return false;
    }

    /** Counts the deliveries of a consumer up to this one as acknowledged. */
    void acknowledge(ClientConsumer consumer, long deliveryId) {
        Deliveries deliveries = consumer.deliveries();
        boolean isMarked = deliveries.hasUnsentAcknowledgement();
        deliveries.acknowledgeTo(deliveryId);
        if (!isMarked && deliveries.hasUnsentAcknowledgement()) {
            marked.add(consumer);
        }
    }

    /** Counts as acknowledged all that the application has seen. */
    void acknowledgeShown() {
        for (ClientConsumer consumer : list) {
            acknowledge(consumer, consumer.deliveries().shownTo());
        }
    }

    /** The ranges that are acknowledged and not sent, which count as sent from now on. */
    List<AckRange> sendAcknowledgements() {
        List<AckRange> ranges = new ArrayList<>(marked.size());
        for (ClientConsumer consumer : marked) {
            Deliveries deliveries = consumer.deliveries();
            if (deliveries.hasUnsentAcknowledgement()) {
                ranges.add(new AckRange(consumer, deliveries.sendAcknowledgement(), deliveries.acknowledgedTo()));
            }
        }
        marked.clear();
        return ranges;
    }

    /** Up to where each consumer has shown messages. */
    List<AckRange> shown() {
        return upTo(Deliveries::shownTo);
    }

    /** Up to where each consumer has acknowledged messages. */
    List<AckRange> acknowledged() {
        return upTo(Deliveries::acknowledgedTo);
    }

    private List<AckRange> upTo(ToLongFunction<Deliveries> end) {
        List<AckRange> ranges = new ArrayList<>(list.size());
        for (ClientConsumer consumer : list) {
            ranges.add(new AckRange(consumer, 1, end.applyAsLong(consumer.deliveries())));
        }
        return ranges;
    }
}
