package io.epona.broker.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.effects.MessageHeaderDecoder;
import io.epona.broker.effects.MessagesIndexedDecoder;
import io.epona.broker.effects.ProducerAdvancedDecoder;
import io.epona.broker.effects.SequenceRejectedDecoder;
import io.epona.broker.queue.EntryChunk;
import io.epona.broker.queue.EntryTraits;
import io.epona.broker.queue.MessageQueue;
import io.epona.journal.CheckpointReader;
import io.epona.journal.CheckpointWriter;
import io.epona.journal.DurabilityListener;
import io.epona.journal.JournalConfig;
import io.epona.journal.RecordView;
import io.epona.journal.RecoveryHandler;
import io.epona.journal.SegmentJournal;
import io.epona.protocol.Durability;
import io.epona.protocol.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written to a checkpoint of a real journal comes back from it. */
class CheckpointContentTest {
    private static final int PRIORITY = 7;

    @TempDir
    Path directory;

    private final EffectWriter effects = new EffectWriter(Durability.OS);

    private SegmentJournal open(RecoveryHandler handler) throws Exception {
        return SegmentJournal.open(
                JournalConfig.builder(directory).segmentLength(1 << 20).build(), handler, new DurabilityListener() {
                    @Override
                    public void onDurable(long position) {
                        // Closing waits for it.
                    }

                    @Override
                    public void onFailed(Throwable cause) {
                        throw new AssertionError(cause);
                    }
                });
    }

    private void write(Consumer<EffectWriter> statements) throws Exception {
        try (SegmentJournal journal = open(view -> {})) {
            CheckpointWriter writer = journal.beginCheckpoint();
            CheckpointSink sink = new CheckpointSink(writer);
            effects.open(sink);
            statements.accept(effects);
            sink.flush();
            writer.commit();
        }
    }

    private void read(CheckpointSink.EffectHandler handler) throws Exception {
        boolean[] isRead = new boolean[1];
        open(new RecoveryHandler() {
                    @Override
                    public boolean onCheckpoint(CheckpointReader reader) {
                        CheckpointSink.read(reader, handler);
                        isRead[0] = true;
                        return true;
                    }

                    @Override
                    public void onRecord(RecordView view) {
                        throw new AssertionError("there are no records");
                    }
                })
                .close();
        assertTrue(isRead[0], "no checkpoint");
    }

    private static void writeRuns(MessageQueue queue, EffectWriter to) {
        long last = 0;
        for (EntryChunk chunk = queue.chunkAfter(PRIORITY, last);
                chunk != null;
                chunk = queue.chunkAfter(PRIORITY, last)) {
            to.messagesIndexed(queue.number(), PRIORITY, chunk);
            last = chunk.number(chunk.size() - 1);
        }
    }

    private static List<String> entries(MessageQueue queue) {
        List<String> entries = new ArrayList<>();
        queue.forEach((chunk, index) -> {
            if (chunk.position(index) >= 0 && !EntryTraits.isSpilled(chunk.traits(index))) {
                entries.add(chunk.number(index) + " " + chunk.position(index) + " " + chunk.length(index) + " "
                        + chunk.traits(index) + " " + chunk.expirationMs(index) + " "
                        + chunk.dueMs(index));
            }
        });
        return entries;
    }

    @Test
    void shouldKeepAllThatIsKnownOfMessagesThatOutliveTheBroker() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        MessageQueue queue = new MessageQueue(3, "orders", true, work -> {});
        long number = 0;
        for (int i = 0; i < 50_000; i++) {
            number += 1 + random.nextInt(random.nextInt(100) == 0 ? 1 << 30 : 3);
            long position = random.nextInt(20) == 0 ? -1 - i : random.nextLong() >>> 1 + random.nextInt(40) & -8;
            int traits = EntryTraits.of(1 + random.nextInt(9_000), random.nextInt(10) == 0, random.nextInt(70_000));
            long expirationMs = random.nextInt(3) == 0 ? random.nextLong() >>> 1 : 0;
            long dueMs = random.nextInt(5) == 0 ? random.nextLong() >>> 1 : 0;
            queue.add(number, position, random.nextInt(1 << 24), PRIORITY, expirationMs, dueMs, traits);
            if (random.nextInt(4) == 0) {
                queue.removeNumber(number);
            }
        }

        write(to -> writeRuns(queue, to));

        MessageQueue restored = new MessageQueue(3, "orders", true, work -> {});
        PackedEntries packed = new PackedEntries();
        MessagesIndexedDecoder run = new MessagesIndexedDecoder();
        read((type, buffer, offset) -> {
            assertEquals(MessagesIndexedDecoder.TEMPLATE_ID, type);
            run.wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
            assertEquals(3, run.queue());
            run.entriesLength();
            int start = run.limit() + MessagesIndexedDecoder.entriesHeaderLength();
            packed.unpack(buffer, start, 4, run.count(), restored, run.priority());
        });
        assertEquals(entries(queue), entries(restored), "seed=" + seed);
    }

    private static void apply(Producers producers, int type, DirectBuffer buffer, int offset) {
        MessageHeaderDecoder header = new MessageHeaderDecoder();
        if (type == SequenceRejectedDecoder.TEMPLATE_ID) {
            SequenceRejectedDecoder effect = new SequenceRejectedDecoder().wrapAndApplyHeader(buffer, offset, header);
            producers.reject(effect.producerId(), effect.sequence(), ErrorCode.of(effect.code()), 0);
        } else {
            ProducerAdvancedDecoder effect = new ProducerAdvancedDecoder().wrapAndApplyHeader(buffer, offset, header);
            producers.advance(effect.producerId(), effect.sequence(), 0);
        }
    }

    @Test
    void shouldKeepSequencesAndRefusals() throws Exception {
        Producers producers = new Producers();
        producers.advance(1, 10, 800);
        producers.reject(1, 7, ErrorCode.TRANSACTION_ROLLED_BACK, 600);
        producers.refuse(2, 4, ErrorCode.RESOURCES_EXHAUSTED);
        producers.advance(2, 5);

        write(to -> producers.statements().forEach(statement -> statement.accept(to)));

        Producers restored = new Producers();
        read((type, buffer, offset) -> apply(restored, type, buffer, offset));
        assertEquals(10, restored.lastSequence(1));
        assertEquals(producers.rejections(1), restored.rejections(1));
        assertEquals(5, restored.lastSequence(2));
        assertEquals(producers.rejections(2), restored.rejections(2));
    }

    @Test
    void shouldSayOnceWhatWasRefusedWithoutAWordInTheJournal() throws Exception {
        Producers producers = new Producers();
        producers.refuse(2, 4, ErrorCode.RESOURCES_EXHAUSTED);
        producers.refuse(2, 6, ErrorCode.RESOURCES_EXHAUSTED);
        Producers restored = new Producers();

        write(to -> {
            producers.recordRefusals(1, to);
            producers.recordRefusals(2, to);
            producers.recordRefusals(2, to);
        });

        List<Integer> types = new ArrayList<>();
        read((type, buffer, offset) -> {
            types.add(type);
            apply(restored, type, buffer, offset);
        });
        assertEquals(2, types.size());
        assertEquals(producers.rejections(2), restored.rejections(2));
    }

    @Test
    void shouldSayAgainOnlyWhatTheJournalSaysBeforeAPosition() throws Exception {
        Producers producers = new Producers();
        producers.advance(1, 10, 800);
        producers.advance(2, 20, 1_600);
        producers.reject(3, 5, ErrorCode.TRANSACTION_ROLLED_BACK, 100);
        producers.advance(3, 30, 1_600);
        Producers restored = new Producers();

        write(to -> {
            assertTrue(producers.recordAgain(1_000, to, 100));
        });

        read((type, buffer, offset) -> apply(restored, type, buffer, offset));
        assertEquals(10, restored.lastSequence(1));
        assertEquals(0, restored.lastSequence(2));
        assertEquals(30, restored.lastSequence(3));
        assertEquals(producers.rejections(3), restored.rejections(3));
    }
}
