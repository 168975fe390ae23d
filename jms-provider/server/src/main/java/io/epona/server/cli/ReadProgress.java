package io.epona.server.cli;

import io.epona.journal.JournalInspection;
import io.epona.journal.JournalSegment;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Says each second on standard error how much of a journal has been read; nothing if that takes less than a second. */
final class ReadProgress {
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long MIB = 1 << 20;

    private final PrintWriter err;
    private final String verb;
    private final long startPosition;
    private final long totalLength;
    private long nextNs = System.nanoTime() + INTERVAL_NS;

    ReadProgress(PrintWriter err, JournalInspection inspection) {
        this(err, inspection, "read");
    }

    /** @param verb what is done to the journal: {@code read} */
    ReadProgress(PrintWriter err, JournalInspection inspection, String verb) {
        this.err = err;
        this.verb = verb;
        List<JournalSegment> segments = inspection.segments();
        startPosition = segments.get(0).basePosition();
        totalLength = segments.stream().mapToLong(JournalSegment::length).sum();
    }

    void at(long position) {
        long nowNs = System.nanoTime();
        if (nowNs - nextNs >= 0) {
            nextNs = nowNs + INTERVAL_NS;
            err.println(verb + " " + (position - startPosition) / MIB + " of at most " + totalLength / MIB + " MiB");
            err.flush();
        }
    }
}
