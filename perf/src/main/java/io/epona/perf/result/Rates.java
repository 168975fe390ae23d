package io.epona.perf.result;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Messages a second over the measured span.
 *
 * @param targetPerS what the schedule asked for; 0: closed loop
 * @param sentPerS confirmed to the producers
 * @param receivedPerS received by all consumers together
 * @param drainedPerS received while a backlog was drained; 0: there was none
 * @param measuredS seconds that were measured
 */
public record Rates(double targetPerS, double sentPerS, double receivedPerS, double drainedPerS, double measuredS) {
    /** A run that stays behind its schedule by more than a hundredth has measured something else than it was asked to. */
    private static final double TOLERANCE = 0.99;

    /** Whether the run did not keep its schedule; its latencies are not to be quoted then. */
    public boolean isMissed() {
        return targetPerS > 0 && sentPerS < targetPerS * TOLERANCE;
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("targetPerS", targetPerS);
        map.put("sentPerS", sentPerS);
        map.put("receivedPerS", receivedPerS);
        map.put("drainedPerS", drainedPerS);
        map.put("measuredS", measuredS);
        map.put("missed", isMissed());
        return map;
    }

    static Rates of(Fields fields) {
        return new Rates(
                fields.number("targetPerS"),
                fields.number("sentPerS"),
                fields.number("receivedPerS"),
                fields.number("drainedPerS"),
                fields.number("measuredS"));
    }
}
