package io.epona.broker.queue;

/** Is shown entries of an index. */
@FunctionalInterface
public interface EntryVisitor {
    /** Shown one entry; the chunk and index name it until it is gone. */
    void onEntry(EntryChunk chunk, int index);
}
