package io.epona.perf.machine;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Reads the wall clock, to say when a run was. */
public final class RunClock {
    private static final DateTimeFormatter FILE_NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private RunClock() {}

    /** Now, to the second, in UTC. */
    public static String timestamp() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Now, as part of a file name. */
    public static String fileStamp() {
        return FILE_NAME.format(Instant.now());
    }
}
