package io.epona.journal;

import static io.epona.journal.Await.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.epona.journal.disk.Disk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.MutableDirectBuffer;

/** An open journal with what it recovered, what was appended to it, and what its listener heard. */
final class TestJournal implements AutoCloseable, DurabilityListener {
    static final int SEGMENT_LENGTH = 64 * 1024;

    final List<Entry> recovered = new ArrayList<>();
    final List<Entry> appended = new ArrayList<>();
    volatile long heardPosition;
    volatile Throwable heardFailure;
    private SegmentJournal journal;

    static JournalConfig.Builder config() {
        return JournalConfig.builder(Path.of("unused"))
                .segmentLength(SEGMENT_LENGTH)
                .writeBufferLength(4096)
                .hotTailLength(0)
                .readCacheLength(256 * 1024);
    }

    static TestJournal open(Disk disk) throws JournalOpenException {
        return open(disk, config().build());
    }

    static TestJournal open(Disk disk, JournalConfig config) throws JournalOpenException {
        TestJournal test = new TestJournal();
        test.journal = SegmentJournal.open(config, disk, () -> {}, view -> test.recovered.add(Entry.of(view)), test);
        return test;
    }

    static TestJournal open(JournalConfig config) throws JournalOpenException {
        TestJournal test = new TestJournal();
        test.journal = SegmentJournal.open(config, view -> test.recovered.add(Entry.of(view)), test);
        return test;
    }

    /** What recovery finds on a disk, without starting a journal there. */
    static List<Entry> recover(Disk disk) throws Exception {
        List<Entry> found = new ArrayList<>();
        new Recovery(disk, config().build(), view -> found.add(Entry.of(view)))
                .run()
                .file()
                .close();
        return found;
    }

    SegmentJournal journal() {
        return journal;
    }

    long append(byte[] body, boolean endsGroup) {
        int type = 1 + appended.size() % RecordFormat.MAX_TYPE;
        int version = appended.size() % 7;
        MutableDirectBuffer buffer = journal.claim(type, version, body.length);
        buffer.putBytes(journal.claimOffset(), body);
        long position = journal.commit(endsGroup);
        appended.add(new Entry(position, type, version, ByteBuffer.wrap(body)));
        return position;
    }

    /** A group of records of these lengths, with bytes of its own, none of which is zero. */
    void appendGroup(int... lengths) {
        for (int i = 0; i < lengths.length; i++) {
            byte[] body = new byte[lengths[i]];
            new Random(appended.size() * 31L + recovered.size()).nextBytes(body);
            for (int j = 0; j < body.length; j++) {
                body[j] |= 1;
            }
            append(body, i == lengths.length - 1);
        }
    }

    void flushAndAwait() {
        long position = journal.appendPosition();
        journal.flush(DurabilityLevel.FSYNC);
        await(() -> journal.durablePosition() == position || heardFailure != null, "durable position " + position);
        if (heardFailure != null) {
            throw new AssertionError("journal has failed", heardFailure);
        }
    }

    Entry read(long position) {
        RecordView view = new RecordView();
        journal.read(position, view);
        return Entry.of(view);
    }

    void assertReadsAll() {
        recovered.forEach(entry -> assertEquals(entry, read(entry.position())));
        appended.forEach(entry -> assertEquals(entry, read(entry.position())));
    }

    /** All that was recovered and appended, in order. */
    List<Entry> all() {
        List<Entry> all = new ArrayList<>(recovered);
        all.addAll(appended);
        return all;
    }

    @Override
    public void onDurable(long position) {
        heardPosition = position;
    }

    @Override
    public void onFailed(Throwable cause) {
        heardFailure = cause;
    }

    @Override
    public void close() {
        journal.close();
    }
}
