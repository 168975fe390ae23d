package io.epona.journal;

/** Is told what a {@link JournalInspection} finds, in the order of positions. Views are valid until a method returns. */
public interface JournalVisitor {
    /** A record of a complete group: what recovery would hand over, if nothing were damaged. */
    void onRecord(RecordView view);

    /**
     * A record of the journal's own.
     *
     * @param syncedPosition all before it was durable when the batch was written
     */
    void onBatch(RecordView view, long syncedPosition);

    /** Something that had been durable is damaged. */
    void onDamage(JournalDamage damage);

    /**
     * A record that the damage reported last takes with it.
     *
     * @param isIntact true if the record is valid but of a group that is not whole; false if it is the damaged record
     *     itself, whose bytes may say anything
     */
    void onLost(RecordView view, boolean isIntact);
}
