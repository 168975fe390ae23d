package io.epona.broker.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DestinationSettingsTest {
    private static final DeliveryPolicy THRICE = new DeliveryPolicy(3, 100, 1, 100, 0, "DLQ", "");
    private static final DeliveryPolicy ONCE = new DeliveryPolicy(1, 0, 1, 0, 0, "", "expired.*");

    @Test
    void shouldTakeTheFirstRuleThatMatches() {
        DestinationSettings settings =
                DestinationSettings.DEFAULT.with("orders.new", ONCE).with("orders.#", THRICE);

        assertEquals(ONCE, settings.policy("orders.new"));
        assertEquals(THRICE, settings.policy("orders.old"));
        assertEquals(DeliveryPolicy.DEFAULT, settings.policy("stock"));
    }

    @Test
    void shouldKnowWhereMessagesAreGivenUp() {
        DestinationSettings settings =
                DestinationSettings.DEFAULT.with("orders.new", ONCE).with("orders.#", THRICE);

        assertEquals("DLQ.stock", settings.policy("stock").deadLetterQueueOf("stock"));
        assertEquals("", settings.policy("orders.new").deadLetterQueueOf("orders.new"));
        assertEquals("expired.orders.new", settings.policy("orders.new").expiryQueueOf("orders.new"));
        assertTrue(settings.isForDeadLetters("DLQ.stock"));
        assertTrue(settings.isForDeadLetters("DLQ"));
        assertTrue(settings.isForDeadLetters("expired.orders.new"));
        assertFalse(settings.isForDeadLetters("expired.stock"));
        assertFalse(settings.isForDeadLetters("DLQ.orders.old"), "these go to another queue");
        assertFalse(settings.isForDeadLetters("stock"));
    }

    @Test
    void shouldDelayLongerEachTimeUpToALimit() {
        DeliveryPolicy policy = new DeliveryPolicy(0, 100, 2, 500, 0.5, "", "");

        assertEquals(100, policy.redeliveryDelayMs(1, 0.5));
        assertEquals(200, policy.redeliveryDelayMs(2, 0.5));
        assertEquals(500, policy.redeliveryDelayMs(4, 0.5));
        assertEquals(500, policy.redeliveryDelayMs(60_000, 0.5));
        assertEquals(50, policy.redeliveryDelayMs(1, 0));
        assertEquals(750, policy.redeliveryDelayMs(9, 1));
        assertEquals(0, DeliveryPolicy.DEFAULT.redeliveryDelayMs(9, 1));
        assertEquals(0, DeliveryPolicy.DEFAULT.redeliveryDelayMs(60_000, 1));
    }

    @Test
    void shouldSayWhichSettingIsOutOfRange() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> new DeliveryPolicy(1, 0, Double.NaN, 0, 0, "DLQ.*", ""));

        assertTrue(refusal.getMessage().contains("key=redeliveryBackoff"), refusal.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new DeliveryPolicy(-1, 0, 1, 0, 0, "", ""));
        assertThrows(IllegalArgumentException.class, () -> new DeliveryPolicy(1, -1, 1, 0, 0, "", ""));
        assertThrows(IllegalArgumentException.class, () -> new DeliveryPolicy(1, 0, 1, 0, 1.1, "", ""));
    }
}
