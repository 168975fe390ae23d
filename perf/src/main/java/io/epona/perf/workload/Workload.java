package io.epona.perf.workload;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that a run does.
 *
 * @param sending who sends, and how
 * @param consuming who receives, and how
 * @param places where to
 * @param content what a message is like
 * @param span for how long
 * @param isXa whether the transactions on both sides are branches of XA, committed in two phases
 */
public record Workload(Sending sending, Consuming consuming, Places places, Content content, Span span, boolean isXa) {
    /**
     * Checks what only shows in combination.
     *
     * @throws IllegalArgumentException saying which values do not go together
     */
    public Workload {
        int consumers = consuming.consumers();
        if (places.isTopic() && span.isBacklog()) {
            throw new IllegalArgumentException("a topic keeps no backlog for consumers that come later: topic=true");
        }
        if (consuming.usesSelectors() && !places.isTopic() && consumers % places.count() != 0) {
            throw new IllegalArgumentException("with selectors every queue needs as many consumers: consumers="
                    + consumers + " queues=" + places.count());
        }
        if (isXa && (sending.batch() == 0 || consuming.acknowledge() != Consuming.Acknowledge.TRANSACTED)) {
            throw new IllegalArgumentException("XA needs transactions on both sides: xa=true batch=" + sending.batch()
                    + " ack=" + consuming.acknowledge());
        }
        int placesOfOne = places.isTopic() ? places.count() : (places.count() + consumers - 1) / consumers;
        if (placesOfOne > 1 && !consuming.usesListener()) {
            throw new IllegalArgumentException(
                    "one who waits for messages waits for those of one destination, a listener"
                            + " hears of many: consume=receive destinations=" + places.count() + " consumers="
                            + consumers);
        }
    }

    /** Consumers between which the selectors divide what is sent to one destination; 1 without selectors. */
    public int parts() {
        if (!consuming.usesSelectors()) {
            return 1;
        }
        return places.isTopic() ? consuming.consumers() : consuming.consumers() / places.count();
    }

    /** The mean number of deliveries that a message leads to. */
    public double deliveriesPerMessage() {
        return places.isTopic() ? (double) consuming.consumers() / parts() : 1;
    }

    /** The settings, for people and for the result file. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        sending.describeTo(map);
        consuming.describeTo(map);
        places.describeTo(map);
        content.describeTo(map);
        span.describeTo(map);
        map.put("xa", isXa);
        return map;
    }
}
