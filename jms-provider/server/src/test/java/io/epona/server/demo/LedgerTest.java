package io.epona.server.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Plants faults in histories: the ledger has to flag each one, and nothing else. */
class LedgerTest {
    private static final String QUEUE = "queue://orders";

    private final Ledger ledger = new Ledger();
    private final SentStream stream = ledger.stream("p", QUEUE);
    private final ReceivedLog log = ledger.log(QUEUE, QUEUE);

    @Test
    void shouldBeCleanWhenEachConfirmedMessageArrivedOnceInOrder() {
        send(Outcome.CONFIRMED, 3);
        receive(Settlement.CONSUMED, 0, 1, 2);

        Findings findings = ledger.check();

        assertTrue(findings.isClean(), findings::toString);
        assertEquals(3, findings.confirmed());
        assertEquals(3, findings.consumed());
        assertTrue(ledger.isDrained());
    }

    @Test
    void shouldFlagAConfirmedMessageThatNeverArrived() {
        send(Outcome.CONFIRMED, 3);
        receive(Settlement.CONSUMED, 0, 2);

        assertFaults(1, 0, 0, 0, 0);
        assertFalse(ledger.isDrained());
        assertEquals(
                List.of("lost: producer=p destination=queue://orders sequence=1 subscription=queue://orders"),
                ledger.check().examples());
    }

    @Test
    void shouldFlagAMessageThatWasGivenBackAndDidNotComeAgain() {
        send(Outcome.CONFIRMED, 2);
        receive(Settlement.RETURNED, 0, 1);
        receive(Settlement.CONSUMED, 1);

        assertFaults(1, 0, 0, 0, 0);
    }

    @Test
    void shouldFlagAConfirmedMessageOfADestinationWithoutConsumers() {
        SentStream unheard = ledger.stream("p", "queue://unheard");
        unheard.settle(unheard.next(), Outcome.CONFIRMED);

        assertFaults(1, 0, 0, 0, 0);
    }

    @Test
    void shouldFlagAMessageThatWasConsumedTwice() {
        send(Outcome.CONFIRMED, 2);
        receive(Settlement.CONSUMED, 0, 1, 1);

        assertFaults(0, 1, 0, 0, 0);
    }

    @Test
    void shouldFlagAMessageThatTwoConsumersConsumed() {
        ReceivedLog other = ledger.log(QUEUE, QUEUE);
        send(Outcome.CONFIRMED, 1);
        receive(Settlement.CONSUMED, 0);
        other.delivered(stream.id(), 0);
        other.settle(Settlement.CONSUMED);

        assertFaults(0, 1, 0, 0, 0);
    }

    @Test
    void shouldFlagAMessageThatCameAgainAfterItWasConsumedAndWasThenGivenBack() {
        send(Outcome.CONFIRMED, 1);
        receive(Settlement.CONSUMED, 0);
        receive(Settlement.RETURNED, 0);

        assertFaults(0, 1, 0, 0, 0);
    }

    @Test
    void shouldFlagADoubledMessageWhoseSendHasNoKnownOutcome() {
        send(Outcome.UNKNOWN, 1);
        receive(Settlement.CONSUMED, 0, 0);

        assertFaults(0, 1, 0, 0, 0);
    }

    @Test
    void shouldFlagAMessageThatCameAfterItsSuccessor() {
        send(Outcome.CONFIRMED, 3);
        receive(Settlement.CONSUMED, 0, 2, 1);

        assertFaults(0, 0, 1, 0, 0);
    }

    @Test
    void shouldFlagAReturnedMessageThatCameBackBehindANewOne() {
        send(Outcome.CONFIRMED, 3);
        receive(Settlement.RETURNED, 0, 1);
        receive(Settlement.CONSUMED, 2, 0, 1);

        assertFaults(0, 0, 2, 0, 0);
    }

    @Test
    void shouldAcceptReturnedMessagesThatComeAgainInOrder() {
        send(Outcome.CONFIRMED, 4);
        receive(Settlement.CONSUMED, 0);
        receive(Settlement.RETURNED, 1, 2);
        receive(Settlement.CONSUMED, 1, 2, 3);

        assertFaults(0, 0, 0, 0, 0);
    }

    @Test
    void shouldAcceptThatAnotherConsumerOfTheQueueGetsReturnedMessagesLate() {
        ReceivedLog other = ledger.log(QUEUE, QUEUE);
        send(Outcome.CONFIRMED, 3);
        receive(Settlement.RETURNED, 0, 1);
        for (int sequence : new int[] {2, 0, 1}) {
            other.delivered(stream.id(), sequence);
            other.settle(Settlement.CONSUMED);
        }

        assertFaults(0, 0, 0, 0, 0);
    }

    @Test
    void shouldJudgeTheOrderOfEachProducerByItself() {
        SentStream second = ledger.stream("q", QUEUE);
        send(Outcome.CONFIRMED, 2);
        second.settle(second.next(), Outcome.CONFIRMED);
        receive(Settlement.CONSUMED, 0, 1);
        log.delivered(second.id(), 0);
        log.settle(Settlement.CONSUMED);

        assertFaults(0, 0, 0, 0, 0);
    }

    @Test
    void shouldFlagAMessageOfARolledBackTransactionEvenIfItWasGivenBack() {
        send(Outcome.ROLLED_BACK, 2);
        receive(Settlement.CONSUMED, 0);
        receive(Settlement.RETURNED, 1);

        assertFaults(0, 0, 0, 2, 0);
    }

    @Test
    void shouldFlagAMessageThatNobodySent() {
        receive(Settlement.CONSUMED, 0);
        log.delivered(7, 0);
        log.settle(Settlement.CONSUMED);

        assertFaults(0, 0, 0, 2, 0);
    }

    @Test
    void shouldFlagAMessageThatCameFromAnotherDestination() {
        SentStream elsewhere = ledger.stream("p", "queue://elsewhere");
        elsewhere.next();
        log.delivered(elsewhere.id(), 0);
        log.settle(Settlement.CONSUMED);

        assertFaults(0, 0, 0, 1, 0);
    }

    @Test
    void shouldLetASendOfUnknownOutcomeArriveOrNot() {
        send(Outcome.UNKNOWN, 2);
        receive(Settlement.CONSUMED, 1);

        assertFaults(0, 0, 0, 0, 0);
        assertEquals(2, ledger.check().unknown());
    }

    @Test
    void shouldLetAnAcknowledgementOfUnknownOutcomeHaveConsumedTheMessageOrNot() {
        send(Outcome.CONFIRMED, 2);
        receive(Settlement.UNKNOWN, 0, 1);
        receive(Settlement.CONSUMED, 1);

        assertFaults(0, 0, 0, 0, 0);
    }

    @Test
    void shouldFlagATransactionOfUnknownOutcomeThatArrivedInPart() {
        transact(Outcome.UNKNOWN, 3);
        receive(Settlement.CONSUMED, 0, 2);

        assertFaults(0, 0, 0, 0, 1);
    }

    @Test
    void shouldLetATransactionOfUnknownOutcomeArriveWholeOrNotAtAll() {
        transact(Outcome.UNKNOWN, 2);
        transact(Outcome.UNKNOWN, 2);
        receive(Settlement.CONSUMED, 2, 3);

        assertFaults(0, 0, 0, 0, 0);
    }

    @Test
    void shouldExpectATopicsMessageInEachSubscription() {
        SentStream news = ledger.stream("p", "topic://news");
        ReceivedLog first = ledger.log("first", "topic://news");
        ledger.log("second", "topic://news");
        news.settle(news.next(), Outcome.CONFIRMED);
        first.delivered(news.id(), 0);
        first.settle(Settlement.CONSUMED);

        assertFaults(1, 0, 0, 0, 0);
        assertFalse(ledger.isDrained());
    }

    @Test
    void shouldTakeWhatWasNotSettledAsUnknown() {
        send(Outcome.CONFIRMED, 1);
        log.delivered(stream.id(), 0);

        assertFaults(0, 0, 0, 0, 0);
        assertEquals(0, ledger.check().consumed());
    }

    private void send(Outcome outcome, int count) {
        for (int i = 0; i < count; i++) {
            stream.settle(stream.next(), outcome);
        }
    }

    private void transact(Outcome outcome, int count) {
        SentBatch batch = ledger.batch();
        for (int i = 0; i < count; i++) {
            batch.next(stream);
        }
        batch.settle(outcome);
    }

    private void receive(Settlement settlement, int... sequences) {
        for (int sequence : sequences) {
            log.delivered(stream.id(), sequence);
            if (settlement == Settlement.CONSUMED) {
                log.settle(settlement);
            }
        }
        log.settle(settlement);
    }

    private void assertFaults(long lost, long duplicated, long reordered, long phantom, long torn) {
        Findings found = ledger.check();
        String faults = found.lost() + " " + found.duplicated() + " " + found.reordered() + " " + found.phantom() + " "
                + found.torn();
        assertEquals(lost + " " + duplicated + " " + reordered + " " + phantom + " " + torn, faults, found::toString);
    }
}
