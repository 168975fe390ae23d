package io.epona.journal;

import io.epona.buffer.NioBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;

/**
 * Changes a small journal, and a checkpoint, as some bytes say, puts all checksums right again, so that what is wrong gets
 * past them, and recovers it. That may hand over anything or refuse, but not go wrong in any other way.
 */
final class Mutation {
    private static final int CHANGE_LENGTH = 4;
    private static final int CHANGE_LIMIT = 64;
    private static final int CAPACITY = 1024 * 1024;

    private final byte[] first;
    private final byte[] second;
    /** Of a segment that has not begun. */
    private final byte[] next;

    private final byte[] checkpoint;
    private final long journalId;

    private Mutation() throws Exception {
        SimulatedDisk disk = new SimulatedDisk();
        try (TestJournal test = TestJournal.open(disk)) {
            test.appendGroup(10, 200, 30);
            test.flushAndAwait();
            CheckpointWriter writer = test.journal().beginCheckpoint();
            NioBuffer block = NioBuffer.allocate(40);
            writer.write(block, 0, 40);
            writer.write(block, 0, 3);
            test.appendGroup(65_000);
            test.appendGroup(5);
            test.appendGroup(50, 60);
            writer.commit();
            test.flushAndAwait();
            String name = SegmentHeader.fileName(2 * TestJournal.SEGMENT_LENGTH);
            Await.await(() -> disk.list().contains(name), "next segment");
            next = disk.content(name);
        }
        first = disk.content(SegmentHeader.fileName(0));
        second = disk.content(SegmentHeader.fileName(TestJournal.SEGMENT_LENGTH));
        checkpoint = disk.content(CheckpointFormat.FILE);
        journalId = SegmentHeader.decode(Arrays.copyOf(first, SegmentHeader.MAX_LENGTH))
                .journalId();
    }

    static Mutation create() {
        try {
            return new Mutation();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** @param data the first byte says what is changed, and each four more one change: where (2 bytes), how, to what */
    void recover(byte[] data) throws IOException {
        byte[] newFirst = first.clone();
        byte[] newSecond = second.clone();
        byte[] newNext = next.clone();
        byte[] newCheckpoint = checkpoint.clone();
        if (data.length > 0) {
            switch (data[0] & 7) {
                case 0 -> sealSegment(change(newFirst, data), 0);
                case 1 -> sealSegment(change(newSecond, data), TestJournal.SEGMENT_LENGTH);
                case 2 -> sealCheckpoint(change(newCheckpoint, data));
                case 3 -> sealSegment(change(newNext, data), 2L * TestJournal.SEGMENT_LENGTH);
                default -> newCheckpoint = resize(newCheckpoint, data);
            }
        }
        SimulatedDisk disk = new SimulatedDisk();
        disk.put(SegmentHeader.fileName(0), newFirst);
        disk.put(SegmentHeader.fileName(TestJournal.SEGMENT_LENGTH), newSecond);
        disk.put(SegmentHeader.fileName(2 * TestJournal.SEGMENT_LENGTH), newNext);
        disk.put(CheckpointFormat.FILE, newCheckpoint);
        disk.limitTo(CAPACITY);
        try {
            new Recovery(disk, TestJournal.config().build(), new Touching())
                    .run()
                    .file()
                    .close();
        } catch (JournalOpenException e) {
            // To refuse is right.
            requireMessage(e);
        } catch (IOException e) {
            // The lengths that it claims do not fit on the disk.
            requireMessage(e);
        }
    }

    private static void requireMessage(Exception e) {
        if (e.getMessage() == null) {
            throw new AssertionError(e);
        }
    }

    private static byte[] change(byte[] content, byte[] data) {
        int end = Math.min(data.length - CHANGE_LENGTH, CHANGE_LIMIT * CHANGE_LENGTH);
        for (int at = 1; at <= end; at += CHANGE_LENGTH) {
            int offset = (data[at] & 0xFF | (data[at + 1] & 0xFF) << 8) % content.length;
            // Most of what is worth changing is at the start.
            offset = (data[at + 2] & 4) == 0 ? offset % Math.min(1024, content.length) : offset;
            content[offset] = (byte) ((data[at + 2] & 3) == 0 ? data[at + 3] : content[offset] ^ data[at + 3]);
        }
        return content;
    }

    private static byte[] resize(byte[] content, byte[] data) {
        int length = data.length > 2 ? (data[1] & 0xFF | (data[2] & 0xFF) << 8) % (content.length * 2) : 0;
        byte[] resized = Arrays.copyOf(content, length);
        if (length >= CheckpointFormat.HEADER_LENGTH) {
            sealCheckpoint(resized);
        }
        return resized;
    }

    private void sealSegment(byte[] content, long base) {
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = 16 + (bytes.getShort(8) & 0xFFFF);
        if (headerLength >= SegmentHeader.MIN_LENGTH && headerLength <= SegmentHeader.MAX_LENGTH) {
            CRC32C crc = new CRC32C();
            crc.update(content, 0, 16);
            crc.update(content, 20, headerLength - 20);
            bytes.putInt(16, (int) crc.getValue());
        }
        RecordChecksum checksum = new RecordChecksum(journalId);
        int at = SegmentHeader.LENGTH;
        while (at + RecordFormat.HEADER_LENGTH <= content.length && bytes.getShort(at + 8) != 0) {
            int bodyLength = bytes.getInt(at + RecordFormat.LENGTH_OFFSET);
            if (bodyLength < 0 || bodyLength > content.length - at - RecordFormat.HEADER_LENGTH - 8) {
                break;
            }
            int length = RecordFormat.recordLength(bodyLength);
            int crc = checksum.compute(bytes, at, length, base + at);
            bytes.clear();
            bytes.putInt(at + RecordFormat.CRC_OFFSET, crc);
            at += length;
        }
    }

    private static void sealCheckpoint(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        CRC32C crc = new CRC32C();
        crc.update(content, 0, 16);
        crc.update(content, 20, CheckpointFormat.HEADER_LENGTH - 20);
        bytes.putInt(16, (int) crc.getValue());
        var checksum = new CheckpointFormat.BlockChecksum(bytes.getLong(24), bytes.getLong(32));
        int at = CheckpointFormat.HEADER_LENGTH;
        for (long index = 0; at + CheckpointFormat.BLOCK_HEADER_LENGTH <= content.length; index++) {
            int length = bytes.getInt(at + CheckpointFormat.LENGTH_OFFSET);
            if (length < 0 || length > content.length || at + CheckpointFormat.blockLength(length) > content.length) {
                break;
            }
            int value = checksum.compute(bytes, at, index);
            bytes.clear();
            bytes.putInt(at + CheckpointFormat.CRC_OFFSET, value);
            at += CheckpointFormat.blockLength(length);
        }
    }

    /** Reads all that it is given, to its last byte. */
    private static final class Touching implements RecoveryHandler {
        private final Set<Integer> sums = new TreeSet<>();

        @Override
        public boolean onCheckpoint(CheckpointReader reader) {
            CheckpointBlock block = new CheckpointBlock();
            while (reader.next(block)) {
                touch(block.buffer(), block.offset(), block.length());
            }
            return reader.position() % 16 != 0;
        }

        @Override
        public void onRecord(RecordView view) {
            touch(view.buffer(), view.offset(), view.length());
        }

        private void touch(DirectBuffer buffer, int offset, int length) {
            int sum = 0;
            for (int i = 0; i < length; i++) {
                sum += buffer.getByte(offset + i);
            }
            sums.add(sum);
        }
    }
}
