package io.epona.broker.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
    void shouldSayWhichSettingIsOutOfRange() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> new DeliveryPolicy(1, 0, Double.NaN, 0, 0, "DLQ.*", ""));

        assertTrue(refusal.getMessage().contains("key=redeliveryBackoff"), refusal.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new DeliveryPolicy(-1, 0, 1, 0, 0, "", ""));
        assertThrows(IllegalArgumentException.class, () -> new DeliveryPolicy(1, -1, 1, 0, 0, "", ""));
        assertThrows(IllegalArgumentException.class, () -> new DeliveryPolicy(1, 0, 1, 0, 1.1, "", ""));
    }
}
