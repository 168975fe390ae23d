package io.epona.journal;

/** Is given what a journal recovers, on the thread that opens it: a checkpoint, if there is one, and then records. */
@FunctionalInterface
public interface RecoveryHandler extends RecordHandler {
    /**
     * Offers a checkpoint, whole and verified, before any record.
     *
     * @return true if it was read, so that only the records from {@link CheckpointReader#position()} on follow; false to
     *     be given all records that there are, for which whatever was read of it is to be forgotten
     */
    default boolean onCheckpoint(CheckpointReader reader) {
        return false;
    }
}
