package io.epona.broker.inspect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Logs that reclaim has cut: what an index is may come late, and what a removal names may be gone. */
class ContentTallyTest {
    private static final long ORDERS = 1;
    private static final long BILLS = 2;
    private static final long TOPIC = 3;
    private static final long SUBSCRIPTION = 4;
    private static final int LENGTH = 100;

    private final ContentTally content = new ContentTally();
    private long position;

    private void add(String type, Map<String, Object> fields) {
        position += LENGTH;
        content.add(new EffectDescription(type, fields), position, LENGTH);
    }

    private void addQueue(long number, String name) {
        add("DestinationCreated", Map.of("destination", number, "kind", "QUEUE", "name", name));
    }

    private void addMessage(long number, String kind, String destination, Long... targets) {
        add(
                "MessageAdded",
                Map.of(
                        "number",
                        number,
                        "producer",
                        "0",
                        "sequence",
                        0L,
                        "spilled",
                        false,
                        "targets",
                        List.of(targets),
                        "message",
                        Map.of("destinationKind", kind, "destination", destination)));
    }

    private void relocate(long number, List<Long> targets, List<Long> deliveryCounts) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("number", number);
        fields.put("spilled", false);
        fields.put("targets", targets);
        fields.put("deliveryCounts", deliveryCounts);
        fields.put("message", Map.of("destinationKind", "QUEUE", "destination", "orders"));
        add("MessageRelocated", fields);
    }

    @Test
    void shouldCountDeliveriesOfWhatIsThere() {
        addQueue(1, "orders");
        addMessage(10, "QUEUE", "orders", 1L);
        add("MessagesReturned", Map.of("queue", 1L, "numbers", List.of(10L, 11L), "deliveryCounts", List.of(3L, 4L)));
        add("MessagesReturned", Map.of("queue", 2L, "numbers", List.of(10L), "deliveryCounts", List.of(5L)));

        assertEquals(3, content.queueByNumber(1).deliveryCount(10));
        assertEquals(0, content.queueByNumber(1).deliveryCount(11));
    }

    private void remove(long queue, Long... numbers) {
        add("MessagesRemoved", Map.of("queue", queue, "numbers", List.of(numbers)));
    }

    @Test
    void shouldCountMessagesOfAQueueThatIsNamedBehindThem() {
        addMessage(7, "QUEUE", "orders", ORDERS);
        addQueue(ORDERS, "orders");

        QueueTally queue = content.queueByNumber(ORDERS);
        assertEquals("orders", queue.name());
        assertArrayEquals(new long[] {7}, queue.liveNumbers());
        assertEquals(LENGTH, content.liveLength());
    }

    @Test
    void shouldNameAQueueAfterItsMessagesIfTheLogDoesNotSay() {
        addMessage(7, "QUEUE", "orders", ORDERS);

        assertEquals("orders", content.nameOf(ORDERS));
        assertEquals("?9", content.nameOf(9));
    }

    @Test
    void shouldNotNameASubscriptionAfterItsMessages() {
        addMessage(7, "TOPIC", "prices", SUBSCRIPTION);

        assertEquals("?4 (topic prices)", content.nameOf(SUBSCRIPTION));
        assertNull(content.queueByNumber(SUBSCRIPTION).name());
    }

    @Test
    void shouldPassOverRemovalsOfWhatIsNotThere() {
        remove(ORDERS, 1L, 2L);
        addQueue(ORDERS, "orders");
        addMessage(7, "QUEUE", "orders", ORDERS);
        remove(ORDERS, 3L, 7L, 7L);

        assertEquals(0, content.liveCount());
        assertEquals(0, content.liveLength());
        assertEquals(1, content.queueByNumber(ORDERS).removedCount());
    }

    @Test
    void shouldFindAMessageWhereItWasCopiedTo() {
        addQueue(ORDERS, "orders");
        addQueue(BILLS, "bills");
        addMessage(7, "QUEUE", "orders", ORDERS, BILLS);
        remove(BILLS, 7L);
        relocate(7, List.of(ORDERS), List.of(3L));

        assertEquals(position, content.positionOf(7));
        assertEquals(1, content.liveCount());
        assertEquals(LENGTH, content.liveLength());
        assertEquals(1, content.queueByNumber(ORDERS).addedCount());
        assertEquals(3, content.queueByNumber(ORDERS).deliveryCount(7));
        remove(ORDERS, 7L);
        assertEquals(ContentTally.NOWHERE, content.positionOf(7));
        assertEquals(0, content.liveLength());
    }

    @Test
    void shouldTakeTheTargetsOfACopyForAllThatHaveIt() {
        addMessage(7, "QUEUE", "orders", ORDERS, BILLS);
        relocate(7, List.of(ORDERS), List.of(0L));

        assertEquals(0, content.queueByNumber(BILLS).liveCount());
        remove(ORDERS, 7L);
        assertEquals(0, content.liveCount());
    }

    @Test
    void shouldAddACopyOfWhatTheLogNoLongerHas() {
        relocate(7, List.of(ORDERS), List.of(0L));

        assertEquals(1, content.liveCount());
        assertEquals(1, content.queueByNumber(ORDERS).addedCount());
    }

    @Test
    void shouldForgetWhatOnlyADeletedSubscriptionHad() {
        add("DestinationCreated", Map.of("destination", TOPIC, "kind", "TOPIC", "name", "prices"));
        add(
                "SubscriptionCreated",
                Map.of("queue", SUBSCRIPTION, "topic", TOPIC, "clientId", "client", "name", "ticker"));
        addMessage(7, "TOPIC", "prices", SUBSCRIPTION);
        add("SubscriptionDeleted", Map.of("queue", SUBSCRIPTION));
        addMessage(8, "TOPIC", "prices", SUBSCRIPTION);

        assertEquals(0, content.liveCount());
        assertEquals("client/ticker (topic prices)", content.nameOf(SUBSCRIPTION));
        assertEquals(List.of(), content.queues());
    }

    @Test
    void shouldForgetWhatADeletedQueueHad() {
        add("DestinationCreated", Map.of("destination", TOPIC, "kind", "TOPIC", "name", "prices"));
        addQueue(ORDERS, "orders");
        addQueue(BILLS, "bills");
        addMessage(7, "QUEUE", "orders", ORDERS, BILLS);
        add("DestinationDeleted", Map.of("destination", ORDERS));
        add("DestinationDeleted", Map.of("destination", TOPIC));

        assertEquals(1, content.liveCount());
        assertEquals("orders", content.nameOf(ORDERS));
        assertEquals(1, content.queues().size());
        add("DestinationDeleted", Map.of("destination", BILLS));
        assertEquals(0, content.liveCount());
    }

    @Test
    void shouldCountEffectsThatItDoesNotKnow() {
        add(EffectReader.UNKNOWN, Map.of("recordType", 99L, "length", 8L));

        assertEquals(1, content.unknownCount());
    }
}
