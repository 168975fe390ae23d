package io.epona.server.cli;

import io.epona.broker.inspect.ContentTally;
import io.epona.broker.inspect.QueueTally;
import io.epona.journal.JournalCheckpoint;
import io.epona.journal.JournalEnd;
import io.epona.journal.JournalInspection;
import io.epona.journal.JournalSegment;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Statistics of a journal in their two forms. */
final class StatisticsReport {
    private final JournalInspection inspection;
    private final JournalStatistics statistics;
    private final ContentTally content;
    private final JournalEnd end;
    private final Optional<JournalCheckpoint> checkpoint;

    StatisticsReport(JournalInspection inspection, JournalStatistics statistics, JournalEnd end) throws IOException {
        this.inspection = inspection;
        checkpoint = inspection.checkpoint();
        this.statistics = statistics;
        this.end = end;
        content = statistics.content();
    }

    private long segmentsLength() {
        return inspection.segments().stream().mapToLong(JournalSegment::length).sum();
    }

    private double liveShare() {
        return (double) content.liveLength() / Math.max(1, statistics.total().length());
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("segments", inspection.segments().size());
        fields.put("segmentsLength", segmentsLength());
        fields.put("records", statistics.total().count());
        fields.put("recordsLength", statistics.total().length());
        fields.put("firstTimestampMs", statistics.isEmpty() ? null : statistics.firstMs());
        fields.put("lastTimestampMs", statistics.isEmpty() ? null : statistics.lastMs());
        fields.put("producers", content.producerCount());
        fields.put("liveMessages", content.liveCount());
        fields.put("liveLength", content.liveLength());
        fields.put("liveShare", Math.round(liveShare() * 10_000) / 10_000.0);
        fields.put("spilledMessages", content.spilledCount());
        fields.put("transactionsInDoubt", content.inDoubtCount());
        fields.put("unknownRecords", content.unknownCount());
        Map<String, Object> types = new LinkedHashMap<>();
        statistics.shares().forEach((type, share) -> types.put(type, of(share)));
        fields.put("types", types);
        fields.put("queues", content.queues().stream().map(this::of).toList());
        fields.put("damagedPlaces", statistics.damageCount());
        fields.put("checkpoint", checkpoint.map(JournalText::of).orElse(null));
        fields.put("end", JournalText.of(end, inspection));
        return fields;
    }

    private static Map<String, Object> of(JournalStatistics.Share share) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("records", share.count());
        fields.put("length", share.length());
        return fields;
    }

    private Map<String, Object> of(QueueTally queue) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("queue", queue.queue());
        fields.put("name", content.nameOf(queue.queue()));
        fields.put("added", queue.addedCount());
        fields.put("removed", queue.removedCount());
        fields.put("live", queue.liveCount());
        return fields;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        add(lines, "segments   %,d of %,d bytes in all", inspection.segments().size(), segmentsLength());
        add(
                lines,
                "log        %,d records of %,d bytes, ends at position %d in %s",
                statistics.total().count(),
                statistics.total().length(),
                end.position(),
                end.file());
        checkpoint.ifPresent(found -> lines.add(JournalText.line(found)));
        if (!statistics.isEmpty()) {
            Instant first = Instant.ofEpochMilli(statistics.firstMs());
            add(lines, "written    from %s to %s", first, Instant.ofEpochMilli(statistics.lastMs()));
        }
        String live = "live       %,d messages whose records take %,d bytes, %.1f %% of the log";
        add(lines, live, content.liveCount(), content.liveLength(), 100 * liveShare());
        add(lines, "producers  %,d whose last sequence is remembered", content.producerCount());
        if (content.spilledCount() > 0) {
            add(lines, "spilled    %,d messages that a restart skips", content.spilledCount());
        }
        if (content.inDoubtCount() > 0) {
            add(lines, "in doubt   %,d transactions that are prepared and not decided", content.inDoubtCount());
        }
        if (content.unknownCount() > 0) {
            add(
                    lines,
                    "unknown    %,d records of a newer version, which are counted by type only",
                    content.unknownCount());
        }
        if (JournalText.isTorn(end)) {
            lines.add(JournalText.tornTail(end, inspection));
        }
        add(lines, "%n%-22s %15s %20s", "type", "records", "bytes");
        statistics
                .shares()
                .forEach((type, share) -> add(lines, "%-22s %,15d %,20d", type, share.count(), share.length()));
        add(lines, "%n%15s %15s %15s  %s", "added", "removed", "live", "queue or subscription");
        for (QueueTally queue : content.queues()) {
            add(
                    lines,
                    "%,15d %,15d %,15d  %s",
                    queue.addedCount(),
                    queue.removedCount(),
                    queue.liveCount(),
                    content.nameOf(queue.queue()));
        }
        return lines;
    }

    private static void add(List<String> lines, String form, Object... values) {
        lines.add(String.format(Locale.ROOT, form, values));
    }
}
