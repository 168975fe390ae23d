package io.epona.perf.workload;

import java.util.Map;

/**
 * For how long.
 *
 * @param warmupMs milliseconds at the start that are not measured
 * @param durationMs milliseconds that are
 * @param messageLimit messages after which all producers together end sooner; 0: no limit
 * @param isBacklog whether consumers start only when the producers have ended
 * @param drainMs milliseconds without a delivery after which the run no longer waits for what is missing
 */
public record Span(long warmupMs, long durationMs, long messageLimit, boolean isBacklog, long drainMs) {
    private static final long DAY_MS = 86_400_000;

    /** Checks the ranges. */
    public Span {
        Ranges.require("warmup", warmupMs, 0, DAY_MS);
        Ranges.require("duration", durationMs, 1, 30 * DAY_MS);
        Ranges.require("messages", messageLimit, 0, Long.MAX_VALUE);
        Ranges.require("drain-timeout", drainMs, 1, DAY_MS);
    }

    void describeTo(Map<String, Object> map) {
        map.put("warmupMs", warmupMs);
        map.put("durationMs", durationMs);
        map.put("messages", messageLimit);
        map.put("backlog", isBacklog);
        map.put("drainTimeoutMs", drainMs);
    }
}
