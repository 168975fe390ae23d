package io.epona.perf.workload;

import java.util.List;
import java.util.Map;

/**
 * What a message is like.
 *
 * @param sizes lengths of the bodies
 * @param priorities the priorities, in turn
 * @param groups values of JMSXGroupID, in turn; 0: none
 */
public record Content(Sizes sizes, List<Integer> priorities, int groups) {
    /** Checks the ranges. */
    public Content {
        priorities = List.copyOf(priorities);
        if (priorities.isEmpty() || priorities.stream().anyMatch(p -> p < 0 || p > 9)) {
            throw new IllegalArgumentException("value not allowed: priorities=" + priorities + " allowed=0..9");
        }
        Ranges.require("groups", groups, 0, 1_000_000);
    }

    void describeTo(Map<String, Object> map) {
        map.put("sizes", sizes.text());
        map.put("priorities", priorities);
        map.put("groups", groups);
    }
}
