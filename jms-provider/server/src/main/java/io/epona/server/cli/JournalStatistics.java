package io.epona.server.cli;

import io.epona.broker.inspect.ContentTally;
import io.epona.broker.inspect.EffectDescription;
import io.epona.broker.inspect.EffectReader;
import io.epona.journal.JournalDamage;
import io.epona.journal.JournalVisitor;
import io.epona.journal.RecordView;
import java.util.Map;
import java.util.TreeMap;

/** Counts the records of a journal. */
final class JournalStatistics implements JournalVisitor {
    private static final long NEVER = -1;

    private final ReadProgress progress;
    private final EffectReader reader = new EffectReader(false);
    private final ContentTally content = new ContentTally();
    private final Map<String, Share> shares = new TreeMap<>();
    private final Share total = new Share();
    private long firstMs = NEVER;
    private long lastMs = NEVER;
    private int damageCount;

    JournalStatistics(ReadProgress progress) {
        this.progress = progress;
    }

    /** By type of record, in the order of names. */
    Map<String, Share> shares() {
        return shares;
    }

    Share total() {
        return total;
    }

    ContentTally content() {
        return content;
    }

    boolean isEmpty() {
        return firstMs == NEVER;
    }

    /** Time of the first record, in milliseconds since 1970. */
    long firstMs() {
        return firstMs;
    }

    long lastMs() {
        return lastMs;
    }

    int damageCount() {
        return damageCount;
    }

    @Override
    public void onRecord(RecordView view) {
        EffectDescription effect = reader.describe(view);
        content.add(effect, view.position(), view.recordLength());
        count(effect.type(), view);
    }

    @Override
    public void onBatch(RecordView view, long syncedPosition) {
        count(JournalDump.BATCH, view);
    }

    private void count(String type, RecordView view) {
        shares.computeIfAbsent(type, t -> new Share()).add(view.recordLength());
        total.add(view.recordLength());
        firstMs = firstMs == NEVER ? view.timestampMs() : firstMs;
        lastMs = view.timestampMs();
        progress.at(view.position());
    }

    @Override
    public void onDamage(JournalDamage damage) {
        damageCount++;
    }

    @Override
    public void onLost(RecordView view, boolean isIntact) {
        // It is lost, so it does not count; the damage does.
    }

    /** How many records, and what they take of the log. */
    static final class Share {
        private long count;
        private long length;

        private void add(int recordLength) {
            count++;
            length += recordLength;
        }

        long count() {
            return count;
        }

        long length() {
            return length;
        }
    }
}
