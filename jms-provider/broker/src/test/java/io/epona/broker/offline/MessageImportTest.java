package io.epona.broker.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.effects.MessageHeaderEncoder;
import io.epona.broker.effects.NumbersGivenEncoder;
import io.epona.broker.inspect.ContentTally;
import io.epona.broker.inspect.EffectReader;
import io.epona.broker.inspect.MessageFetch;
import io.epona.journal.Journal;
import io.epona.journal.JournalConfig;
import io.epona.journal.JournalDamage;
import io.epona.journal.JournalInspection;
import io.epona.journal.JournalSegment;
import io.epona.journal.JournalVisitor;
import io.epona.journal.RecordView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports next to what a journal has, and what can be read of them. */
class MessageImportTest {
    private static final int UNKNOWN_TYPE = 999;

    @TempDir
    private Path directory;

    private static PortableMessage message(String destination, Object... more) throws BadMessageException {
        return new MessageWriter()
                .write(
                        more.length == 0
                                ? Map.of("destination", destination, "bodyKind", "text", "body", "text")
                                : Map.of("destination", destination, "bodyKind", "text", more[0].toString(), more[1]));
    }

    private static List<Map<String, Object>> subscription(String clientId) {
        return List.of(Map.of("clientId", clientId, "name", "ticker"));
    }

    private void importAll(PortableMessage... messages) throws Exception {
        try (MessageImport open = MessageImport.open(directory)) {
            for (PortableMessage message : messages) {
                assertTrue(open.add(message));
            }
        }
    }

    private void append(int type, int version, int length) throws Exception {
        JournalConfig config = JournalConfig.builder(directory).build();
        try (JournalOutput output = JournalOutput.open(config, view -> {})) {
            Journal journal = output.journal();
            MutableDirectBuffer buffer = journal.claim(type, version, length);
            if (type == NumbersGivenEncoder.TEMPLATE_ID) {
                new NumbersGivenEncoder()
                        .wrapAndApplyHeader(buffer, journal.claimOffset(), new MessageHeaderEncoder())
                        .lastMessage(1_000)
                        .lastDestination(50);
            }
            journal.commit(true);
        }
    }

    private ContentTally content() throws Exception {
        Tally tally = new Tally(new ContentTally(), new EffectReader(false));
        JournalInspection.open(directory).read(tally);
        return tally.content();
    }

    @Test
    void shouldNumberBehindWhatWasGiven() throws Exception {
        append(
                NumbersGivenEncoder.TEMPLATE_ID,
                NumbersGivenEncoder.SCHEMA_VERSION,
                MessageHeaderEncoder.ENCODED_LENGTH + NumbersGivenEncoder.BLOCK_LENGTH);

        importAll(message("queue://orders"));

        ContentTally content = content();
        assertEquals("orders", content.queueByNumber(51).name());
        assertTrue(content.queueByNumber(51).isLive(1_001));
    }

    @Test
    void shouldUseTheDestinationsThatThereAre() throws Exception {
        importAll(message("queue://orders"), message("topic://prices", "subscriptions", subscription("client")));
        importAll(message("queue://orders"), message("topic://prices", "subscriptions", subscription("client")));

        ContentTally content = content();
        assertEquals(2, content.queues().size());
        assertEquals(4, content.liveCount());
        assertEquals("client/ticker (topic prices)", content.nameOf(3));
    }

    @Test
    void shouldNotAddATopicsMessageThatNobodyIsToHave() throws Exception {
        try (MessageImport open = MessageImport.open(directory)) {
            assertFalse(open.add(message("topic://prices")));
        }

        assertEquals(0, content().liveCount());
    }

    @Test
    void shouldNotMoveASubscriptionToAnotherTopic() throws Exception {
        importAll(message("topic://prices", "subscriptions", subscription("client")));

        try (MessageImport open = MessageImport.open(directory)) {
            PortableMessage other = message("topic://news", "subscriptions", subscription("client"));
            BadMessageException e = assertThrows(BadMessageException.class, () -> open.add(other));
            assertEquals(
                    "durable subscription is one to another topic: clientId=client name=ticker topic=news",
                    e.getMessage());
        }
    }

    @Test
    void shouldNotWriteIntoTheJournalOfANewerVersion() throws Exception {
        append(UNKNOWN_TYPE, 9, 8);

        IllegalStateException e = assertThrows(IllegalStateException.class, () -> MessageImport.open(directory));

        assertTrue(e.getMessage().startsWith("journal was written by a newer version: directory="), e::getMessage);
        assertEquals(1, content().unknownCount());
    }

    @Test
    void shouldFetchMessagesUntilTheirSegmentIsGone() throws Exception {
        importAll(message("queue://orders"), message("queue://orders", "deliveryCount", 2L));
        ContentTally content = content();
        List<JournalSegment> segments = JournalInspection.open(directory).segments();

        try (MessageFetch fetch = new MessageFetch(directory, segments)) {
            assertEquals("text", fetch.message(1, content.positionOf(1)).get("body"));
            assertEquals(
                    "queue://orders", fetch.message(2, content.positionOf(2)).get("destination"));
            assertNull(fetch.message(1, content.positionOf(2)));
        }
        Files.delete(directory.resolve(segments.get(0).file()));
        try (MessageFetch fetch = new MessageFetch(directory, segments)) {
            assertNull(fetch.message(1, content.positionOf(1)));
        }
    }

    private record Tally(ContentTally content, EffectReader reader) implements JournalVisitor {
        @Override
        public void onRecord(RecordView view) {
            content.add(reader.describe(view), view.position(), view.recordLength());
        }

        @Override
        public void onBatch(RecordView view, long syncedPosition) {
            // It says nothing about messages.
        }

        @Override
        public void onDamage(JournalDamage damage) {
            throw new AssertionError(damage.toString());
        }

        @Override
        public void onLost(RecordView view, boolean isIntact) {
            throw new AssertionError("lost: position=" + view.position());
        }
    }
}
