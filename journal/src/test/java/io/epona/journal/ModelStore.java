package io.epona.journal;

import io.epona.buffer.NioBuffer;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.agrona.MutableDirectBuffer;

/**
 * A small store on a journal's public API, as the broker is a big one: ids with the place of their latest value, relocation
 * of what still counts in the oldest segment, and checkpoints that are written while it changes. A value is known by its
 * version, from which all of its bytes follow.
 */
final class ModelStore implements RecoveryHandler {
    static final int PUT = 1;
    static final int DELETE = 2;
    /** A put that says nothing new. */
    static final int MOVE = 3;

    private static final int HEADER_LENGTH = 2 * Long.BYTES;
    private static final int ENTRY_LENGTH = 4 * Long.BYTES;

    final TreeMap<Long, Value> values = new TreeMap<>();
    boolean wasCheckpointRead;
    private final boolean isCheckpointWanted;
    private final RecordView view = new RecordView();
    private final NioBuffer block = NioBuffer.allocate(64 * ENTRY_LENGTH);
    private Journal journal;
    private CheckpointWriter checkpoint;
    private long checkpointId;
    private boolean isCheckpointCommitted;

    /** Where the value of an id is, and which it is. */
    record Value(long version, int bodyLength, long position) {
        boolean isSameAs(Value other) {
            return version == other.version && bodyLength == other.bodyLength;
        }

        private int recordLength() {
            return RecordFormat.recordLength(bodyLength);
        }
    }

    ModelStore(boolean isCheckpointWanted) {
        this.isCheckpointWanted = isCheckpointWanted;
    }

    /** After recovery: counts what is live. */
    void attach(Journal newJournal) {
        journal = newJournal;
        values.values().forEach(value -> journal.retain(value.position, value.recordLength()));
    }

    void put(long id, long version, int length, boolean endsGroup) {
        int bodyLength = HEADER_LENGTH + length;
        set(id, new Value(version, bodyLength, append(PUT, id, version, bodyLength, endsGroup)));
    }

    void delete(long id, boolean endsGroup) {
        append(DELETE, id, 0, HEADER_LENGTH, endsGroup);
        Value old = values.remove(id);
        if (old != null) {
            journal.release(old.position, old.recordLength());
        }
    }

    private long append(int type, long id, long version, int bodyLength, boolean endsGroup) {
        MutableDirectBuffer buffer = journal.claim(type, 1, bodyLength);
        int offset = journal.claimOffset();
        buffer.putLong(offset, id);
        buffer.putLong(offset + Long.BYTES, version);
        buffer.putBytes(offset + HEADER_LENGTH, content(id, version, bodyLength));
        return journal.commit(endsGroup);
    }

    private static byte[] content(long id, long version, int bodyLength) {
        byte[] content = new byte[bodyLength - HEADER_LENGTH];
        new Random(id * 1_000_003 + version).nextBytes(content);
        return content;
    }

    private void set(long id, Value value) {
        journal.retain(value.position, value.recordLength());
        Value old = values.put(id, value);
        if (old != null) {
            journal.release(old.position, old.recordLength());
        }
    }

    /** Copies what is live in the oldest segment to the head, in one group, and drops the segment. */
    void reclaim() {
        long end = journal.oldestEndPosition();
        if (end == journal.oldestPosition()) {
            return;
        }
        TreeMap<Long, Value> live = new TreeMap<>();
        JournalCursor cursor = journal.cursor(journal.oldestPosition(), end);
        while (cursor.next(view)) {
            long id = view.buffer().getLong(view.offset());
            Value value = values.get(id);
            if (value != null && value.position == view.position()) {
                live.put(id, value);
            }
        }
        if (live.isEmpty() == journal.isOldestRetained()) {
            throw new AssertionError("cursor and liveness differ: live=" + live);
        }
        live.forEach((id, value) -> {
            boolean isLast = id.equals(live.lastKey());
            set(
                    id,
                    new Value(
                            value.version,
                            value.bodyLength,
                            append(MOVE, id, value.version, value.bodyLength, isLast)));
        });
        journal.dropBefore(end);
    }

    /** Begins a checkpoint, or goes on with it, or ends it. */
    void stepCheckpoint() {
        if (checkpoint == null || checkpoint.isDone()) {
            checkpoint = journal.beginCheckpoint();
            checkpointId = Long.MIN_VALUE;
            isCheckpointCommitted = false;
            return;
        }
        if (isCheckpointCommitted) {
            return;
        }
        Map<Long, Value> rest = values.tailMap(checkpointId, false);
        int count = 0;
        for (Map.Entry<Long, Value> entry : rest.entrySet()) {
            if (count == 8) {
                break;
            }
            int offset = count * ENTRY_LENGTH;
            block.putLong(offset, entry.getKey());
            block.putLong(offset + 8, entry.getValue().version);
            block.putLong(offset + 16, entry.getValue().bodyLength);
            block.putLong(offset + 24, entry.getValue().position);
            checkpointId = entry.getKey();
            count++;
        }
        if (count > 0) {
            checkpoint.write(block, 0, count * ENTRY_LENGTH);
        } else {
            checkpoint.commit();
            isCheckpointCommitted = true;
        }
    }

    @Override
    public boolean onCheckpoint(CheckpointReader reader) {
        CheckpointBlock read = new CheckpointBlock();
        while (reader.next(read)) {
            for (int at = read.offset(); at < read.offset() + read.length(); at += ENTRY_LENGTH) {
                Value value = new Value(
                        read.buffer().getLong(at + 8),
                        (int) read.buffer().getLong(at + 16),
                        read.buffer().getLong(at + 24));
                values.put(read.buffer().getLong(at), value);
            }
        }
        wasCheckpointRead = isCheckpointWanted;
        if (!isCheckpointWanted) {
            values.clear();
        }
        return isCheckpointWanted;
    }

    @Override
    public void onRecord(RecordView record) {
        long id = record.buffer().getLong(record.offset());
        long version = record.buffer().getLong(record.offset() + Long.BYTES);
        if (record.type() == DELETE) {
            values.remove(id);
        } else {
            values.put(id, new Value(version, record.length(), record.position()));
        }
    }

    /** Reads every value and compares all of its bytes with what they should be. */
    void verifyContents() {
        values.forEach((id, value) -> {
            journal.read(value.position, view);
            byte[] found = new byte[view.length() - HEADER_LENGTH];
            view.buffer().getBytes(view.offset() + HEADER_LENGTH, found);
            if (!java.util.Arrays.equals(content(id, value.version, value.bodyLength), found)) {
                throw new AssertionError("content differs: id=" + id + " value=" + value);
            }
        });
    }
}
