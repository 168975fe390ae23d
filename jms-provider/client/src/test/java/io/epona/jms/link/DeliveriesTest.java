package io.epona.jms.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
    private final Deliveries deliveries = new Deliveries();

    private void add(long... ids) {
        for (long id : ids) {
            deliveries.add(new Delivery(id, 100 + id, 1, true, new byte[10]));
        }
    }

    private List<Long> held() {
        List<Long> ids = new ArrayList<>();
        HeldDeliveries held = deliveries.held();
        for (int i = 0; i < held.count(); i++) {
            ids.add(held.id(i));
            assertEquals(100 + held.id(i), held.messageNumber(i));
        }
        return ids;
    }

    @Test
    void shouldHoldWhatIsNotConfirmed() {
        add(1, 2, 3);
        deliveries.show();
        deliveries.show();
        deliveries.acknowledgeTo(1);
        assertEquals(List.of(1L, 2L, 3L), held());
        assertEquals(1, deliveries.unconfirmedCount());

        deliveries.confirm(1, 1);

        assertEquals(List.of(2L, 3L), held());
        assertEquals(0, deliveries.unconfirmedCount());
        assertEquals(4, deliveries.nextId());
        assertTrue(deliveries.hasUnacknowledged());
    }

    @Test
    void shouldSendEachAcknowledgementOnce() {
        add(1, 2, 3);
        deliveries.show();
        deliveries.show();
        deliveries.acknowledgeTo(2);

        assertEquals(1, deliveries.sendAcknowledgement());

        assertFalse(deliveries.hasUnsentAcknowledgement());
        deliveries.show();
        deliveries.acknowledgeTo(3);
        assertEquals(3, deliveries.sendAcknowledgement());
    }

    @Test
    void shouldForgetWhatWasGivenBack() {
        add(1, 2, 3);
        deliveries.show();
        deliveries.show();
        deliveries.acknowledgeTo(1);
        deliveries.sendAcknowledgement();

        deliveries.giveBackUnacknowledged();

        assertEquals(List.of(1L), held());
        assertNull(deliveries.show());
        deliveries.acknowledgeTo(2);
        assertFalse(deliveries.hasUnsentAcknowledgement());
    }

    @Test
    void shouldTellWhichRefusedOnesWereSeen() {
        add(1, 2, 3, 4);
        deliveries.show();
        deliveries.show();
        List<Long> seen = new ArrayList<>();

        deliveries.refuse(Set.of(2L, 3L), seen::add);

        assertEquals(List.of(2L), seen);
        assertEquals(List.of(1L, 4L), held());
        assertEquals(10, deliveries.waitingBytes());
    }

    @Test
    void shouldTruncateTheNewestFirst() {
        add(1, 2, 3, 4);
        deliveries.show();
        deliveries.show();
        List<Long> seen = new ArrayList<>();

        deliveries.truncate(1, seen::add);

        assertEquals(List.of(2L), seen);
        assertEquals(List.of(1L), held());
        assertEquals(0, deliveries.waitingBytes());
    }

    @Test
    void shouldNotHoldNonPersistentOnesThatTheBrokerHasLost() {
        Delivery shown = new Delivery(1, 101, 1, false, new byte[10]);
        deliveries.add(shown);
        deliveries.add(new Delivery(2, 102, 1, false, new byte[10]));
        deliveries.add(new Delivery(3, 103, 1, true, new byte[5]));
        deliveries.show();

        deliveries.loseNonPersistent();

        assertEquals(List.of(3L), held());
        assertEquals(5, deliveries.waitingBytes());
        assertTrue(deliveries.hasShown(shown), "the application may acknowledge it all the same");
    }
}
