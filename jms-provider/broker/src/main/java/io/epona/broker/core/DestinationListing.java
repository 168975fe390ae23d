package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;
import io.epona.broker.settings.DestinationProperties;
import io.epona.broker.settings.NamePattern;
import io.epona.protocol.wire.DestinationKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/**
 * Lists what exists, page by page, in the order of kind and name. Nothing is kept from one page to the next; what comes or
 * goes in between is on a page or not. Event loop only.
 */
final class DestinationListing {
    /** The most rows of one page. */
    static final int MAX_ROWS = 1_000;

    private static final Comparator<Row> ORDER =
            Comparator.comparing(Row::kind).thenComparing(Row::clientId).thenComparing(Row::name);

    private final Destinations destinations;

    DestinationListing(Destinations destinations) {
        this.destinations = destinations;
    }

    /**
     * Which destinations to list.
     *
     * @param kind of these alone; NONE for all
     * @param afterKind of the last one of the page before, NONE for the first page
     * @param pattern of names; empty for all
     */
    record Query(DestinationKind kind, DestinationKind afterKind, int limit, String afterName, String pattern) {}

    /** One line. Counts of a topic are the sums of its subscriptions'. */
    record Row(
            DestinationKind kind,
            String name,
            String clientId,
            Counts counts,
            int subscriptions,
            DestinationProperties properties) {}

    /** What there is. */
    record Counts(long messages, long inFlight, long delayed, long bytes, long consumers) {
        static Counts of(MessageQueue queue) {
            return new Counts(
                    queue.messageCount(),
                    queue.lockedCount(),
                    queue.delayedCount(),
                    queue.byteCount(),
                    queue.consumerCount());
        }

        Counts plus(Counts other) {
            return new Counts(
                    messages + other.messages,
                    inFlight + other.inFlight,
                    delayed + other.delayed,
                    bytes + other.bytes,
                    consumers + other.consumers);
        }
    }

    /** One row more than the limit if there are more. */
    List<Row> destinations(Query query) {
        Row after = row(query.afterKind(), query.afterName(), "");
        NamePattern pattern = query.pattern().isEmpty() ? null : NamePattern.of(query.pattern());
        Stream<Row> queues = query.kind() == DestinationKind.TOPIC
                ? Stream.empty()
                : destinations.queues().stream().map(queue -> row(DestinationKind.QUEUE, queue.name(), ""));
        Stream<Row> topics = query.kind() == DestinationKind.QUEUE
                ? Stream.empty()
                : destinations.topics().stream().map(topic -> row(DestinationKind.TOPIC, topic.name(), ""));
        Stream<Row> wanted = Stream.concat(queues, topics)
                .filter(row -> ORDER.compare(row, after) > 0)
                .filter(row -> pattern == null || pattern.matches(row.name()));
        return first(wanted, query.limit()).stream().map(this::counted).toList();
    }

    private static Row row(DestinationKind kind, String name, String clientId) {
        return new Row(kind, name, clientId, null, 0, DestinationProperties.NONE);
    }

    private Row counted(Row row) {
        DestinationProperties properties = destinations.properties(row.name(), row.kind() == DestinationKind.TOPIC);
        if (row.kind() == DestinationKind.QUEUE) {
            return new Row(row.kind(), row.name(), "", Counts.of(destinations.findQueue(row.name())), 0, properties);
        }
        List<MessageQueue> subscriptions = destinations.findTopic(row.name()).subscriptions();
        Counts sum = subscriptions.stream().map(Counts::of).reduce(new Counts(0, 0, 0, 0, 0), Counts::plus);
        return new Row(row.kind(), row.name(), "", sum, subscriptions.size(), properties);
    }

    /** The durable subscriptions of a topic, behind one; one row more than the limit if there are more. */
    List<Row> subscriptions(Topic topic, int limit, SubscriptionKey after) {
        Row afterRow = row(DestinationKind.NONE, after.name(), after.clientId());
        Stream<Row> wanted = destinations.subscriptions().stream()
                .filter(subscription -> subscription.topic() == topic)
                .map(subscription -> new Row(
                        DestinationKind.NONE,
                        subscription.key().name(),
                        subscription.key().clientId(),
                        Counts.of(subscription.queue()),
                        0,
                        DestinationProperties.NONE))
                .filter(row -> ORDER.compare(row, afterRow) > 0);
        return first(wanted, limit);
    }

    /** Without sorting them all, of which there may be very many. */
    private static List<Row> first(Stream<Row> rows, int limit) {
        int count = Math.min(MAX_ROWS, Math.max(1, limit)) + 1;
        PriorityQueue<Row> best = new PriorityQueue<>(ORDER.reversed());
        rows.forEach(row -> {
            if (best.size() < count) {
                best.add(row);
            } else if (ORDER.compare(row, best.peek()) < 0) {
                best.poll();
                best.add(row);
            }
        });
        List<Row> sorted = new ArrayList<>(best);
        sorted.sort(ORDER);
        return sorted;
    }
}
