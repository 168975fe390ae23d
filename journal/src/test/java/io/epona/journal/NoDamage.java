package io.epona.journal;

/** Wants to hear of no damage, and of nothing else. */
final class NoDamage implements JournalVisitor {
    @Override
    public void onRecord(RecordView view) {
        // Only damage counts.
    }

    @Override
    public void onBatch(RecordView view, long syncedPosition) {
        // Only damage counts.
    }

    @Override
    public void onDamage(JournalDamage damage) {
        throw new AssertionError(damage);
    }

    @Override
    public void onLost(RecordView view, boolean isIntact) {
        throw new AssertionError("lost: position=" + view.position());
    }
}
