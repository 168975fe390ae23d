package io.epona.jms.link;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The consumers of a session, with closed ones as long as the broker has to be told about what they have shown. Guarded by
 * the session's lock.
 */
final class Consumers {
    private final List<ClientConsumer> list = new ArrayList<>();

    void add(ClientConsumer consumer) {
        list.add(consumer);
    }

    void remove(ClientConsumer consumer) {
        list.remove(consumer);
    }

    boolean contains(ClientConsumer consumer) {
        return list.contains(consumer);
    }

    /** A copy, in order of opening, so a durable subscription that changed hands is opened by the older one first. */
    List<ClientConsumer> all() {
        return List.copyOf(list);
    }

    boolean hasUnacknowledged() {
        for (ClientConsumer consumer : list) {
            if (consumer.deliveries().hasUnacknowledged()) {
                return true;
            }
        }
        return false;
    }

    /** Counts as acknowledged all that the application has seen. */
    void acknowledgeShown() {
        for (ClientConsumer consumer : list) {
            consumer.deliveries().acknowledgeTo(consumer.deliveries().shownTo());
        }
    }

    /** The ranges that are acknowledged and not sent, which count as sent from now on. */
    List<AckRange> sendAcknowledgements() {
        List<AckRange> ranges = new ArrayList<>(2);
        for (ClientConsumer consumer : list) {
            Deliveries deliveries = consumer.deliveries();
            if (deliveries.hasUnsentAcknowledgement()) {
                ranges.add(new AckRange(consumer, deliveries.sendAcknowledgement(), deliveries.acknowledgedTo()));
            }
        }
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
