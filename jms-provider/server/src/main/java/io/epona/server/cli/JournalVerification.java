package io.epona.server.cli;

import io.epona.broker.inspect.ContentTally;
import io.epona.broker.inspect.EffectDescription;
import io.epona.broker.inspect.EffectReader;
import io.epona.journal.JournalDamage;
import io.epona.journal.JournalVisitor;
import io.epona.journal.RecordView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what is whole and collects what is not. */
final class JournalVerification implements JournalVisitor {
    private final ReadProgress progress;
    private final EffectReader reader = new EffectReader(false);
    private final ContentTally content = new ContentTally();
    private final List<JournalFinding> findings = new ArrayList<>();
    private final Map<Long, List<LostRecord>> lostMessages = new HashMap<>();
    private JournalFinding latest;
    private long lastNumber;
    private long recordCount;
    private long batchCount;

    JournalVerification(ReadProgress progress) {
        this.progress = progress;
    }

    long recordCount() {
        return recordCount;
    }

    long batchCount() {
        return batchCount;
    }

    /** In the order of the log. */
    List<JournalFinding> findings() {
        return findings;
    }

    /** What the records say that are whole. */
    ContentTally content() {
        return content;
    }

    @Override
    public void onRecord(RecordView view) {
        recordCount++;
        EffectDescription effect = reader.describe(view);
        content.add(effect, view.position(), view.recordLength());
        if (effect.type().equals("MessageAdded")) {
            lastNumber = effect.messageNumbers().get(0);
            if (latest != null && latest.awaitsNumberBehind()) {
                latest.numberBehind(lastNumber);
            }
        } else if (effect.type().equals("MessagesRemoved") && !lostMessages.isEmpty()) {
            onRemoved(effect);
        }
        progress.at(view.position());
    }

    private void onRemoved(EffectDescription effect) {
        for (long number : effect.messageNumbers()) {
            lostMessages
                    .getOrDefault(number, List.of())
                    .forEach(record -> effect.queueNumbers().forEach(record::onRemoved));
        }
    }

    @Override
    public void onBatch(RecordView view, long syncedPosition) {
        batchCount++;
    }

    @Override
    public void onDamage(JournalDamage damage) {
        latest = new JournalFinding(damage, lastNumber);
        findings.add(latest);
    }

    @Override
    public void onLost(RecordView view, boolean isIntact) {
        LostRecord record =
                new LostRecord(view.position(), isIntact, isIntact ? reader.describe(view) : suspicion(view));
        if (latest.addLost(record)) {
            for (long number : record.heldMessage()) {
                lostMessages.computeIfAbsent(number, key -> new ArrayList<>()).add(record);
            }
        }
    }

    /** What a damaged record seems to say. */
    private EffectDescription suspicion(RecordView view) {
        try {
            return reader.describe(view);
        } catch (RuntimeException e) {
            // Where the damage is in a length or an enum, a decoder fails in one way or another; the type may be right.
            return new EffectDescription(EffectReader.typeName(view), Map.of());
        }
    }
}
