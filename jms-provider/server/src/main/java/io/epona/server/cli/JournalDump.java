package io.epona.server.cli;

import io.epona.broker.inspect.EffectDescription;
import io.epona.broker.inspect.EffectReader;
import io.epona.journal.JournalDamage;
import io.epona.journal.JournalInspection;
import io.epona.journal.JournalSegment;
import io.epona.journal.JournalVisitor;
import io.epona.journal.RecordView;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Prints records as they are read, one a line. */
final class JournalDump implements JournalVisitor {
    static final String BATCH = "Batch";

    private static final int CHECK_INTERVAL = 256;

    private final JournalInspection inspection;
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean isJson;
    private final EffectReader reader;
    private long from;
    private long to = Long.MAX_VALUE;
    private Set<String> types = Set.of();
    private boolean isDamaged;
    private long printedCount;

    JournalDump(JournalInspection inspection, PrintWriter out, PrintWriter err, boolean isJson, EffectReader reader) {
        this.inspection = inspection;
        this.out = out;
        this.err = err;
        this.isJson = isJson;
        this.reader = reader;
    }

    /** Prints only records from one position to before another, of the types given or, if there are none, of all. */
    void select(long newFrom, long newTo, Set<String> newTypes) {
        from = newFrom;
        to = newTo;
        types = newTypes;
    }

    boolean isDamaged() {
        return isDamaged;
    }

    @Override
    public void onRecord(RecordView view) {
        if (isSelected(view, EffectReader.typeName(view))) {
            EffectDescription effect = reader.describe(view);
            print(view, effect.type(), effect.fields());
        }
    }

    @Override
    public void onBatch(RecordView view, long syncedPosition) {
        if (isSelected(view, BATCH)) {
            print(view, BATCH, Map.of("syncedPosition", syncedPosition));
        }
    }

    private boolean isSelected(RecordView view, String type) {
        return view.position() >= from && view.position() < to && (types.isEmpty() || types.contains(type));
    }

    private void print(RecordView view, String type, Map<String, Object> fields) {
        // Not println, which would flush each line.
        out.print(isJson ? json(view, type, fields) : text(view, type, fields));
        out.print('\n');
        // The check flushes, so not after every line either.
        if (++printedCount % CHECK_INTERVAL == 0 && out.checkError()) {
            throw new UncheckedIOException("cannot write to standard output", new IOException("stream is closed"));
        }
    }

    private static String text(RecordView view, String type, Map<String, Object> fields) {
        String head = view.position() + " " + Instant.ofEpochMilli(view.timestampMs()) + " " + type;
        String more = view.endsGroup() || type.equals(BATCH) ? "" : " inGroup=true";
        return head + " " + FieldText.of(fields) + more;
    }

    private String json(RecordView view, String type, Map<String, Object> fields) {
        JournalSegment segment = inspection.segmentOf(view.position());
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("position", view.position());
        line.put("file", segment.file());
        line.put("offset", view.position() - segment.basePosition());
        line.put("recordLength", view.recordLength());
        line.put("timestampMs", view.timestampMs());
        line.put("endsGroup", view.endsGroup());
        line.put("type", type);
        line.putAll(fields);
        return Json.of(line);
    }

    @Override
    public void onDamage(JournalDamage damage) {
        isDamaged = true;
        err.println("damaged: " + FieldText.of(JournalText.of(damage)));
    }

    @Override
    public void onLost(RecordView view, boolean isIntact) {
        if (isSelected(view, EffectReader.typeName(view))) {
            err.println("lost with it: position=" + view.position() + " type=" + EffectReader.typeName(view)
                    + " intact=" + isIntact);
        }
    }
}
