package io.epona.server.cli;

import io.epona.journal.JournalCheckpoint;
import io.epona.journal.JournalDamage;
import io.epona.journal.JournalEnd;
import io.epona.journal.JournalInspection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What the tools say alike of places in a journal. */
final class JournalText {
    private JournalText() {}

    static Map<String, Object> of(JournalDamage damage) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", damage.file());
        fields.put("offset", damage.offset());
        fields.put("position", damage.position());
        fields.put("endPosition", damage.endPosition());
        fields.put("reason", damage.reason());
        return fields;
    }

    static Map<String, Object> of(JournalEnd end, JournalInspection inspection) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", end.file());
        fields.put(
                "offset", end.position() - inspection.segmentOf(end.position()).basePosition());
        fields.put("position", end.position());
        fields.put("closed", end.isClosed());
        fields.put("tornLength", end.tornLength());
        fields.put("unusedSegments", end.unusedSegments());
        inspection.headlessFile().ifPresent(file -> fields.put("headlessFile", file));
        return fields;
    }

    /** The same damage, called by its name if it is that a segment is missing. */
    static JournalDamage named(JournalDamage damage, Set<String> missing) {
        return missing.contains(damage.file())
                ? new JournalDamage(
                        "segment is missing", damage.file(), damage.offset(), damage.position(), damage.endPosition())
                : damage;
    }

    static boolean isTorn(JournalEnd end) {
        return end.tornLength() > 0 || end.unusedSegments() > 0;
    }

    static String tornTail(JournalEnd end, JournalInspection inspection) {
        return "torn tail, which is no damage (a crash left it, or the broker is writing it now): "
                + FieldText.of(of(end, inspection));
    }

    static Map<String, Object> of(JournalCheckpoint checkpoint) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("usable", checkpoint.isUsable());
        fields.put("length", checkpoint.length());
        fields.put("startPosition", checkpoint.startPosition());
        fields.put("endPosition", checkpoint.endPosition());
        fields.put("createdMs", checkpoint.createdMs());
        fields.put("outdated", checkpoint.isOutdated());
        fields.put("damaged", checkpoint.isDamaged());
        fields.put("reason", checkpoint.defect());
        return fields;
    }

    static String line(JournalCheckpoint checkpoint) {
        if (checkpoint.isDamaged()) {
            return "checkpoint is DAMAGED, so a start reads all of the log, and loses nothing: length="
                    + checkpoint.length() + " reason=\"" + checkpoint.defect() + "\"";
        }
        String use = checkpoint.isOutdated() ? "outdated" : "a start reads the log from there on";
        return "checkpoint %,d bytes, begun at position %d: %s"
                .formatted(checkpoint.length(), checkpoint.startPosition(), use);
    }
}
