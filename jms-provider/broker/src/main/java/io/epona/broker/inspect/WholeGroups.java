package io.epona.broker.inspect;

import io.epona.broker.effects.TransactionCommittedDecoder;
import io.epona.journal.JournalDamage;
import io.epona.journal.JournalEnd;
import io.epona.journal.JournalInspection;
import io.epona.journal.JournalVisitor;
import io.epona.journal.RecordView;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Reads a journal without what damage has left of a transaction. An inspection takes the records behind a damaged place
 * for a group of their own; if they end with a commit and nothing says that the group begins there, its beginning may be
 * what was damaged. Such a group is lost with the place, as a whole. Any number of reads; not thread-safe.
 */
public final class WholeGroups {
    private final JournalInspection inspection;
    private final TreeMap<Long, Long> partial = new TreeMap<>();
    private JournalEnd end;

    /** Reads through this inspection. */
    public WholeGroups(JournalInspection inspection) {
        this.inspection = inspection;
    }

    /**
     * Reads all records, a second time if the first one shows that groups have to be left out.
     *
     * @param visitors makes the visitor of a read
     * @return the visitor that has seen all; earlier ones are to be forgotten
     */
    public <V extends JournalVisitor> V read(Supplier<V> visitors) throws IOException {
        V visitor = visitors.get();
        Map<Long, Long> known = Map.copyOf(partial);
        end = inspection.read(new Filter(visitor));
        if (!known.equals(partial)) {
            visitor = visitors.get();
            end = inspection.read(new Filter(visitor));
        }
        return visitor;
    }

    /** Where the log ended when it was last read. */
    public JournalEnd end() {
        return end;
    }

    private boolean isPartial(long position) {
        Map.Entry<Long, Long> range = partial.floorEntry(position);
        return range != null && position <= range.getValue();
    }

    private final class Filter implements JournalVisitor {
        private static final long NONE = -1;

        private final JournalVisitor visitor;
        private boolean isBehindDamage;
        private long groupStart = NONE;

        Filter(JournalVisitor visitor) {
            this.visitor = visitor;
        }

        @Override
        public void onRecord(RecordView view) {
            if (isBehindDamage) {
                groupStart = groupStart == NONE ? view.position() : groupStart;
                if (view.endsGroup()) {
                    isBehindDamage = false;
                    if (view.type() == TransactionCommittedDecoder.TEMPLATE_ID) {
                        partial.put(groupStart, view.position());
                    }
                }
            }
            if (isPartial(view.position())) {
                visitor.onLost(view, true);
            } else {
                visitor.onRecord(view);
            }
        }

        @Override
        public void onBatch(RecordView view, long syncedPosition) {
            // A batch never lies inside a group.
            isBehindDamage = false;
            visitor.onBatch(view, syncedPosition);
        }

        @Override
        public void onDamage(JournalDamage damage) {
            isBehindDamage = true;
            groupStart = NONE;
            visitor.onDamage(damage);
        }

        @Override
        public void onLost(RecordView view, boolean isIntact) {
            if (!isIntact && view.endsGroup()) {
                isBehindDamage = false;
            }
            visitor.onLost(view, isIntact);
        }
    }
}
