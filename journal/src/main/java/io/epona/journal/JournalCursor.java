package io.epona.journal;

/**
 * Walks the records of a part of a log, in order, the journal's own left out. Used by the owner alone, and no longer once
 * a segment that it has not passed is dropped.
 */
public interface JournalCursor {
    /**
     * Goes on to the next record.
     *
     * @param view is pointed at it; valid until the next call of any method of this cursor or its journal
     * @return false if there is none before the limit
     * @throws JournalFailedException if it cannot be read or is damaged; the journal itself has not failed
     */
    boolean next(RecordView view);

    /** Where the next record is looked for. */
    long position();
}
