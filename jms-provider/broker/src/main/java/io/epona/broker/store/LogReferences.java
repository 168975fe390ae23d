package io.epona.broker.store;

import io.epona.broker.queue.EntryChunk;
import io.epona.broker.queue.MessageQueue;
import io.epona.journal.Journal;

/** Tells the journal which parts of it the entries of indexes refer to. Confined to the broker's loop. */
public final class LogReferences {
    private Journal journal;

    /** Tells this journal from now on; called once, after recovery. */
    public void open(Journal openedJournal) {
        journal = openedJournal;
    }

    /** An entry refers to the journal, if its message is there. */
    public void retain(EntryChunk chunk, int index) {
        retain(chunk.position(index), chunk.share(index));
    }

    /** As {@link #retain(EntryChunk, int)}, for an entry in the making. */
    public void retain(long position, int share) {
        if (position >= 0) {
            journal.retain(position, share);
        }
    }

    /** An entry does not refer to the journal any more. */
    public void release(EntryChunk chunk, int index) {
        if (chunk.position(index) >= 0) {
            journal.release(chunk.position(index), chunk.share(index));
        }
    }

    /** All entries of an index refer to the journal. */
    public void retainAll(MessageQueue queue) {
        queue.forEach(this::retain);
    }
}
