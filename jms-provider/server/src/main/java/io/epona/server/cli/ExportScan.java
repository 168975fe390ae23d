package io.epona.server.cli;

import io.epona.broker.inspect.ContentTally;
import io.epona.broker.inspect.EffectDescription;
import io.epona.broker.inspect.EffectReader;
import io.epona.broker.inspect.QueueTally;
import io.epona.broker.offline.ReadableJournal;
import io.epona.journal.JournalDamage;
import io.epona.journal.JournalEnd;
import io.epona.journal.JournalVisitor;
import io.epona.journal.RecordView;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Learns what is live in a journal and where, and what stands against believing it. */
final class ExportScan implements JournalVisitor {
    private static final int SHOWN_LIMIT = 20;

    private final ReadProgress progress;
    private final EffectReader reader = new EffectReader(false);
    private final ContentTally content = new ContentTally();
    private final List<JournalDamage> damages = new ArrayList<>();

    ExportScan(ReadProgress progress) {
        this.progress = progress;
    }

    ContentTally content() {
        return content;
    }

    @Override
    public void onRecord(RecordView view) {
        EffectDescription effect = reader.describe(view);
        content.add(effect, view.position(), view.recordLength());
        progress.at(view.position());
    }

    @Override
    public void onBatch(RecordView view, long syncedPosition) {
        // It says nothing about messages.
    }

    @Override
    public void onDamage(JournalDamage damage) {
        damages.add(damage);
    }

    @Override
    public void onLost(RecordView view, boolean isIntact) {
        // What verify tells in detail.
    }

    /** Says what is wrong. @return whether nothing is */
    boolean report(ReadableJournal journal, JournalEnd end, PrintWriter err) {
        List<JournalDamage> all = new ArrayList<>(journal.damages());
        all.addAll(damages);
        all.stream()
                .limit(SHOWN_LIMIT)
                .forEach(damage -> err.println(
                        "damaged: " + FieldText.of(JournalText.of(JournalText.named(damage, journal.missing())))));
        if (!all.isEmpty()) {
            err.println("damaged: places=" + all.size()
                    + "; messages may be missing, and messages that were removed may be among those exported;"
                    + " see epona journal verify");
        }
        if (content.unknownCount() > 0) {
            err.println("journal was written by a newer version, and some of what it says is not understood: records="
                    + content.unknownCount());
        }
        for (QueueTally queue : content.queues()) {
            if (!queue.isNamed() && queue.liveCount() > 0) {
                err.println("the journal does not say what this is, its messages are exported as sent: index="
                        + content.nameOf(queue.queue()) + " messages=" + queue.liveCount());
            }
        }
        if (JournalText.isTorn(end)) {
            err.println(JournalText.tornTail(end, journal.inspection()));
        }
        err.flush();
        return all.isEmpty() && content.unknownCount() == 0;
    }
}
