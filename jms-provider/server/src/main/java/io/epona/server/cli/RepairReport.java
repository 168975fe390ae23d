package io.epona.server.cli;

import io.epona.broker.inspect.ContentTally;
import io.epona.journal.JournalDamage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a repair copied and what it left out, in its two forms. */
final class RepairReport {
    private final JournalRepair repair;
    private final Path target;
    private final ContentTally content;
    private final List<JournalFinding> findings;

    RepairReport(JournalRepair repair, Path target) {
        this.repair = repair;
        this.target = target;
        content = repair.verification().content();
        findings = repair.verification().findings();
    }

    private long lostMessages() {
        return findings.stream()
                .flatMap(finding -> finding.lost().stream())
                .filter(record -> record.losesMessage(content))
                .count();
    }

    private long returningMessages() {
        return findings.stream()
                .flatMap(finding -> finding.lost().stream())
                .mapToLong(record -> record.returning(content).size())
                .sum();
    }

    private boolean isSomethingUnknown() {
        return findings.stream().anyMatch(JournalFinding::isUnknown);
    }

    private Map<String, Object> ofFinding(JournalFinding finding) {
        return finding.fields(content, repair.missing());
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("ok", !repair.isDamaged());
        fields.put("copy", target.toString());
        fields.putAll(counts());
        fields.put("isLossKnown", !isSomethingUnknown());
        fields.put(
                "segments",
                repair.segmentDamages().stream().map(JournalText::of).toList());
        fields.put("damage", findings.stream().map(this::ofFinding).toList());
        fields.put("notes", repair.notes());
        fields.put("tornTail", repair.tornTail());
        return fields;
    }

    private Map<String, Object> counts() {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("records", repair.copiedCount());
        counts.put("liveMessages", content.liveCount());
        counts.put("damagedPlaces", findings.size());
        counts.put("lostMessages", lostMessages());
        counts.put("returningMessages", returningMessages());
        return counts;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (JournalDamage damage : repair.segmentDamages()) {
            lines.add("segment: " + FieldText.of(JournalText.of(damage)));
        }
        findings.forEach(finding -> lines.addAll(finding.lines(content, repair.missing())));
        repair.notes().forEach(note -> lines.add("note: " + note));
        if (repair.tornTail() != null) {
            lines.add(repair.tornTail());
        }
        lines.add((repair.isDamaged() ? "REPAIRED: " : "COPIED: ") + FieldText.of(counts()) + " copy=" + target);
        if (isSomethingUnknown()) {
            lines.add(
                    "more may be lost, and messages that were removed may have come back, because what was in a damaged"
                            + " place is not known");
        }
        return lines;
    }
}
