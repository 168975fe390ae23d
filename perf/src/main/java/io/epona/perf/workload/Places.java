package io.epona.perf.workload;

import java.util.Map;

/**
 * Where messages go.
 *
 * @param isTopic topics, each consumer subscribed to all of them; else queues, divided among the consumers
 * @param count how many; the messages of a producer go round them
 */
public record Places(boolean isTopic, int count) {
    /** Checks the ranges. */
    public Places {
        Ranges.require(isTopic ? "topics" : "queues", count, 1, 50_000);
    }

    void describeTo(Map<String, Object> map) {
        map.put(isTopic ? "topics" : "queues", count);
    }
}
