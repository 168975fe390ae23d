package io.epona.broker.core;

import io.epona.broker.store.MessageMemory;
import io.epona.broker.store.MessageRecord;
import io.epona.buffer.NioBuffer;
import io.epona.journal.Journal;
import io.epona.journal.RecordView;
import org.agrona.DirectBuffer;

/** Finds the bytes of a message that an index refers to, in the journal or in memory. */
final class MessageReader {
    private final Journal journal;
    private final MessageMemory memory;
    private final RecordView record = new RecordView();
    private final MessageRecord stored = new MessageRecord();
    private final NioBuffer content = new NioBuffer();
    private DirectBuffer buffer;
    private int offset;
    private int length;
    private boolean isPersistent;

    MessageReader(Journal journal, MessageMemory memory) {
        this.journal = journal;
        this.memory = memory;
    }

    /**
     * Points at a message, until the journal is used in another way.
     *
     * @param position as its entry in the index says
     */
    void read(long position) {
        if (position < 0) {
            int slot = (int) ~position;
            content.wrap(memory.content(slot));
            point(content, 0, memory.length(slot), false);
            return;
        }
        journal.read(position, record);
        if (!stored.wrap(record)) {
            throw new IllegalStateException("no message here: position=" + position + " type=" + record.type());
        }
        point(stored.buffer(), stored.offset(), stored.length(), !stored.isSpilled());
    }

    private void point(DirectBuffer newBuffer, int newOffset, int newLength, boolean newPersistent) {
        buffer = newBuffer;
        offset = newOffset;
        length = newLength;
        isPersistent = newPersistent;
    }

    DirectBuffer buffer() {
        return buffer;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    /** Whether it outlives the broker. */
    boolean isPersistent() {
        return isPersistent;
    }
}
