package io.epona.server.cli;

import io.epona.broker.inspect.ContentTally;
import io.epona.journal.JournalDamage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A damaged place, and which messages and queues it touches as far as that can be known. */
final class JournalFinding {
    private static final int SHOWN_LIMIT = 100;

    private final JournalDamage damage;
    private final long lastNumberBefore;
    private final List<LostRecord> lost = new ArrayList<>();
    private long firstNumberBehind;
    private int lostCount;
    private boolean isUnknown = true;

    JournalFinding(JournalDamage damage, long lastNumberBefore) {
        this.damage = damage;
        this.lastNumberBefore = lastNumberBefore;
    }

    /**
     * A record that is lost with the place; of very many only the first are kept.
     *
     * @return whether it is kept
     */
    boolean addLost(LostRecord record) {
        lostCount++;
        isUnknown &= record.isIntact();
        if (lost.size() < SHOWN_LIMIT) {
            lost.add(record);
            return true;
        }
        return false;
    }

    List<LostRecord> lost() {
        return lost;
    }

    /** Whether nothing tells what was in the damaged place. */
    boolean isUnknown() {
        return isUnknown;
    }

    boolean awaitsNumberBehind() {
        return firstNumberBehind == 0;
    }

    void numberBehind(long number) {
        firstNumberBehind = number;
    }

    /**
     * What is known of it.
     *
     * @param content of the whole log
     * @param missing files of segments that are missing
     */
    Map<String, Object> fields(ContentTally content, Set<String> missing) {
        Map<String, Object> fields = JournalText.of(JournalText.named(damage, missing));
        fields.put("lastMessageBefore", lastNumberBefore);
        fields.put("firstMessageBehind", firstNumberBehind == 0 ? null : firstNumberBehind);
        fields.put("lostRecords", lostCount);
        fields.put("isContentKnown", !isUnknown);
        fields.put("lost", lost.stream().map(record -> record.fields(content)).toList());
        return fields;
    }

    /** The same for people. */
    List<String> lines(ContentTally content, Set<String> missing) {
        List<String> lines = new ArrayList<>();
        lines.add("damaged: " + FieldText.of(JournalText.of(JournalText.named(damage, missing))));
        lines.add("  messages added near it: lastBefore=" + lastNumberBefore + " firstBehind="
                + (firstNumberBehind == 0 ? "none" : firstNumberBehind));
        for (LostRecord record : lost) {
            lines.add((record.isIntact() ? "  lost with it, as of its group: " : "  what it says, damaged as it is: ")
                    + FieldText.of(record.fields(content)));
        }
        if (lostCount > lost.size()) {
            lines.add("  and " + (lostCount - lost.size()) + " records more");
        }
        if (isUnknown) {
            lines.add(
                    "  what was there is not known: messages may be lost, and messages that were removed may come back");
        }
        return lines;
    }
}
