package io.epona.server.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OutageTest {
    private final Outage outage = new Outage();

    @Test
    void shouldMeasureFromTheKillToTheFirstConfirmationAndDeliveryAfterTheRestart() {
        outage.brokerKilled(100);
        outage.brokerRestarted(200);
        outage.confirmed(300);
        outage.confirmed(301);
        outage.delivered(290, 310);
        outage.delivered(291, 311);

        assertTrue(outage.isOver());
        assertEquals(200, outage.resumeNs());
        assertEquals(210, outage.deliveryNs());
    }

    @Test
    void shouldNotTakeWhatTheOldBrokerHadAnsweredForTheNewOnesWork() {
        outage.brokerKilled(100);
        outage.confirmed(150);
        outage.brokerRestarted(200);
        outage.delivered(90, 300);
        outage.confirmed(301);

        assertEquals(201, outage.resumeNs());
        assertFalse(outage.isOver());
    }

    @Test
    void shouldCoverSendsThatMetTheOutageOnly() {
        assertFalse(outage.covers(10, 20));
        outage.brokerKilled(100);

        assertFalse(outage.covers(90, 99));
        assertTrue(outage.covers(90, 110));
        outage.brokerRestarted(200);
        outage.confirmed(300);

        assertTrue(outage.covers(250, 310));
        assertFalse(outage.covers(300, 310));
    }

    @Test
    void shouldBeginAnewWithEachKill() {
        outage.brokerKilled(100);
        outage.brokerRestarted(200);
        outage.confirmed(300);
        outage.delivered(300, 301);
        outage.brokerKilled(400);

        assertFalse(outage.isOver());
    }
}
