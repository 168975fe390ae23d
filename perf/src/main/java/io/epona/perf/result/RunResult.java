package io.epona.perf.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one run found, and everything needed to repeat it.
 *
 * @param label what the run is called in tables and plots
 * @param startedAt when, in UTC
 * @param arguments the command line
 * @param provider what was measured: jars, settings of the broker, address
 * @param workload the settings of the run
 * @param machine where it was measured
 * @param rates messages a second
 * @param sends latencies until a message was confirmed
 * @param deliveries latencies from end to end
 * @param verification whether all arrived once and in order
 * @param broker what the broker's process used, if the harness started it
 */
public record RunResult(
        String label,
        String startedAt,
        List<String> arguments,
        Map<String, Object> provider,
        Map<String, Object> workload,
        Map<String, Object> machine,
        Rates rates,
        LatencySummary sends,
        LatencySummary deliveries,
        Verification verification,
        Map<String, Object> broker) {
    private static final String FORMAT = "epona-perf-run/1";

    /** Whether the figures may be quoted. */
    public boolean isQuotable() {
        return verification.isGood() && !rates.isMissed();
    }

    /** Why not, in a word or two for a table; empty if they may. */
    public String mark() {
        if (!verification.isGood()) {
            return "NOT VERIFIED";
        }
        return rates.isMissed() ? "MISSED RATE" : "";
    }

    /** As an object of JSON. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("format", FORMAT);
        map.put("label", label);
        map.put("startedAt", startedAt);
        map.put("arguments", arguments);
        map.put("quotable", isQuotable());
        map.put("rates", rates.toMap());
        map.put("sendLatency", sends.toMap());
        map.put("endToEndLatency", deliveries.toMap());
        map.put("verification", verification.toMap());
        map.put("workload", workload);
        map.put("provider", provider);
        map.put("broker", broker);
        map.put("machine", machine);
        return map;
    }

    /** @throws IllegalArgumentException if the object is no result of this harness */
    public static RunResult of(Fields fields) {
        if (!FORMAT.equals(fields.text("format"))) {
            throw new IllegalArgumentException(
                    "not a result of this harness: format=" + fields.text("format") + " expected=" + FORMAT);
        }
        return new RunResult(
                fields.text("label"),
                fields.text("startedAt"),
                fields.texts("arguments"),
                fields.object("provider").map(),
                fields.object("workload").map(),
                fields.object("machine").map(),
                Rates.of(fields.object("rates")),
                LatencySummary.of(fields.object("sendLatency")),
                LatencySummary.of(fields.object("endToEndLatency")),
                Verification.of(fields.object("verification")),
                fields.object("broker").map());
    }

    /** Reads a file that {@link #writeTo} wrote. */
    public static RunResult read(Path file) throws IOException {
        return of(new Fields(file.toString(), Json.readFile(file)));
    }

    /** Writes the file, and the directories it lies in. */
    public void writeTo(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, Json.write(toMap()));
    }
}
