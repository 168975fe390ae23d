package io.epona.server.cli;

import io.epona.broker.inspect.ContentTally;
import io.epona.broker.inspect.EffectDescription;
import io.epona.journal.JournalDamage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A damaged place, and which messages and queues it touches as far as that can be known. */
final class JournalFinding {
    private static final int SHOWN_LIMIT = 100;

    private final JournalDamage damage;
    private final long lastNumberBefore;
    private final List<Map<String, Object>> lost = new ArrayList<>();
    private long firstNumberBehind;
    private int lostCount;

    JournalFinding(JournalDamage damage, long lastNumberBefore) {
        this.damage = damage;
        this.lastNumberBefore = lastNumberBefore;
    }

    /** A record that is lost with the place, and what is known of it; of very many only the first are kept. */
    void addLost(long position, boolean isIntact, EffectDescription effect, ContentTally tally) {
        lostCount++;
        if (lost.size() < SHOWN_LIMIT) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("position", position);
            fields.put("isIntact", isIntact);
            fields.put("type", effect.type());
            fields.put("messages", effect.messageNumbers());
            fields.put(
                    "queues", effect.queueNumbers().stream().map(tally::nameOf).toList());
            lost.add(fields);
        }
    }

    boolean awaitsNumberBehind() {
        return firstNumberBehind == 0;
    }

    void numberBehind(long number) {
        firstNumberBehind = number;
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = JournalText.of(damage);
        fields.put("lastMessageBefore", lastNumberBefore);
        fields.put("firstMessageBehind", firstNumberBehind == 0 ? null : firstNumberBehind);
        fields.put("lostRecords", lostCount);
        fields.put("lost", lost);
        return fields;
    }

    /** The same for people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("damaged: " + FieldText.of(JournalText.of(damage)));
        lines.add("  messages added near it: lastBefore=" + lastNumberBefore + " firstBehind="
                + (firstNumberBehind == 0 ? "none" : firstNumberBehind));
        for (Map<String, Object> record : lost) {
            boolean isIntact = Boolean.TRUE.equals(record.get("isIntact"));
            lines.add((isIntact ? "  lost with it, as of its group: " : "  what it says, damaged as it is: ")
                    + FieldText.of(record));
        }
        if (lostCount > lost.size()) {
            lines.add("  and " + (lostCount - lost.size()) + " records more");
        }
        return lines;
    }
}
