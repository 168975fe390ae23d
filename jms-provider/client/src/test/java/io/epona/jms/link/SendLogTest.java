package io.epona.jms.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.protocol.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendLogTest {
    private static final Failure REFUSAL = new Failure(ErrorCode.RESOURCES_EXHAUSTED, "no room");

    private final SendLog log = new SendLog(10);

    private static Bytes bytes(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return new Bytes(encoded, 0, encoded.length);
    }

    private List<Long> unsettled() {
        return log.snapshot().stream().map(Unsettled::settledBy).toList();
    }

    @Test
    void shouldForgetWhatIsConfirmed() {
        log.addSend(bytes("1"));
        log.addSend(bytes("2"));
        log.addSend(bytes("3"));

        log.confirmTo(2);

        assertTrue(log.isSettled(2));
        assertFalse(log.isSettled(3));
        assertEquals(List.of(3L), unsettled());
    }

    @Test
    void shouldRefuseOneSequenceWithoutSettlingThoseBefore() {
        log.addSend(bytes("1"));
        log.addSend(bytes("2"));

        log.reject(2, REFUSAL);

        assertFalse(log.isSettled(1));
        assertTrue(log.isSettled(2));
        assertEquals(REFUSAL, log.takeRejection(2));
        assertNull(log.takeRejection(2));
        assertEquals(List.of(1L), unsettled());
    }

    @Test
    void shouldTakeARefusalOfWhatIsSettledAsOldNews() {
        log.addSend(bytes("1"));
        log.confirmTo(1);

        log.reject(1, REFUSAL);

        assertNull(log.takeRejection(1));
    }

    @Test
    void shouldSettleATransactionByItsCommit() {
        log.addTransacted(bytes("1"));
        log.addTransacted(bytes("2"));
        Unsettled.Commit commit = log.addCommit(List.of());
        log.addTransacted(bytes("next"));

        assertEquals(2, commit.sendCount());
        assertEquals(List.of(1L, 1L, 1L, 2L), unsettled());
        log.confirmTo(1);
        assertEquals(List.of(2L), unsettled());
    }

    @Test
    void shouldDropOnlyTheTransactionInProgress() {
        log.addTransacted(bytes("1"));
        log.addCommit(List.of());
        log.addTransacted(bytes("2"));

        log.dropTransaction();

        assertEquals(List.of(1L, 1L), unsettled());
        assertEquals(0, log.transactionCount());
    }

    @Test
    void shouldKeepNothingOfATransactionThatIsTooLong() {
        log.addTransacted(bytes("12345"));
        log.addTransacted(bytes("67890"));
        assertTrue(log.isTransactionKept());
        assertEquals(3, log.addTransacted(bytes("1")));

        assertFalse(log.isTransactionKept());
        assertEquals(List.of(), unsettled());
        Unsettled.Commit commit = log.addCommit(List.of());
        assertEquals(3, commit.sendCount());
        assertEquals(List.of(1L), unsettled());
        log.addTransacted(bytes("next"));
        assertTrue(log.isTransactionKept());
        log.dropTransaction();
        assertEquals(List.of(1L), unsettled());
    }

    @Test
    void shouldReplaceAVoidCommitByAnEmptyOne() {
        log.addTransacted(bytes("1"));
        Unsettled.Commit commit = log.addCommit(List.of());

        log.voidCommit(commit);

        assertEquals(List.of(new Unsettled.Commit(1, 0, List.of())), List.copyOf(log.snapshot()));
        assertEquals(ErrorCode.TRANSACTION_ROLLED_BACK, log.takeRejection(1).code());
    }

    @Test
    void shouldKeepTheBytesWhileTheyAreNeeded() {
        String text = "x".repeat(20_000);
        for (int i = 0; i < 100; i++) {
            Unsettled.Message sent = log.addSend(bytes(i + text));
            log.addSend(bytes("z".repeat(70_000)));
            Bytes kept = sent.piece().bytes();
            String copy = new String(kept.array(), kept.offset(), kept.length(), StandardCharsets.UTF_8);
            assertEquals(i + text, copy);
            if (i % 7 == 0) {
                log.confirmTo(sent.sequence());
            }
        }
    }
}
