package io.epona.perf.workload;

import java.util.Map;

/**
 * How messages are received.
 *
 * @param consumers threads, each with a connection of its own
 * @param acknowledge how they acknowledge
 * @param batch messages of a consumer's transaction, or between two CLIENT acknowledgements
 * @param usesListener whether a MessageListener takes them, instead of receive()
 * @param usesSelectors whether each consumer selects its share by a property
 */
public record Consuming(
        int consumers, Acknowledge acknowledge, int batch, boolean usesListener, boolean usesSelectors) {
    /** How a consumer acknowledges. */
    public enum Acknowledge {
        AUTO,
        DUPS_OK,
        CLIENT,
        TRANSACTED
    }

    /** Checks the ranges. */
    public Consuming {
        Ranges.require("consumers", consumers, 1, 10_000);
        Ranges.require("consumer-batch", batch, 1, 100_000);
        if (acknowledge == Acknowledge.TRANSACTED && usesListener) {
            throw new IllegalArgumentException("a transacted consumer ends its last transaction when nothing comes any"
                    + " more, which a listener is not told: consume=listener ack=transacted");
        }
        if (acknowledge == Acknowledge.CLIENT && usesListener) {
            throw new IllegalArgumentException("a CLIENT consumer acknowledges the rest when nothing comes any more,"
                    + " which a listener is not told: consume=listener ack=client");
        }
    }

    void describeTo(Map<String, Object> map) {
        map.put("consumers", consumers);
        map.put("acknowledge", acknowledge.name());
        map.put("consumerBatch", batch);
        map.put("listener", usesListener);
        map.put("selectors", usesSelectors);
    }
}
