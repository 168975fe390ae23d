package io.epona.journal;

/** Is given the records that a journal recovers, each once and in order, on the thread that opens it. */
@FunctionalInterface
public interface RecordHandler {
    /** @param view one record; valid until this method returns */
    void onRecord(RecordView view);
}
