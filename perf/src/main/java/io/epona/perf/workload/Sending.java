package io.epona.perf.workload;

import java.util.Map;

/**
 * How messages are sent.
 *
 * @param producers threads, each with a connection of its own
 * @param ratePerS messages a second of all producers together; 0: closed loop, each as fast as it gets its answers
 * @param window unconfirmed messages of a producer that sends with a CompletionListener; 0: sends block
 * @param batch messages of a transaction; 0: not transacted
 * @param isPersistent the delivery mode
 * @param inFlightLimit messages sent and not yet received at which producers pause; 0: no such limit
 */
public record Sending(int producers, double ratePerS, int window, int batch, boolean isPersistent, int inFlightLimit) {
    /** Checks the ranges. */
    public Sending {
        Ranges.require("producers", producers, 1, 10_000);
        Ranges.require("window", window, 0, 1_000_000);
        Ranges.require("batch", batch, 0, 100_000);
        Ranges.require("in-flight", inFlightLimit, 0, Integer.MAX_VALUE);
        if (!(ratePerS >= 0 && ratePerS <= 1e8)) {
            throw new IllegalArgumentException("value not allowed: rate=" + ratePerS + " allowed=0..100000000");
        }
        if (window > 0 && batch > 0) {
            throw new IllegalArgumentException(
                    "choose a window or transactions, not both: window=" + window + " batch=" + batch);
        }
    }

    /** Whether a schedule says when to send, and not the answers. */
    public boolean isOpenLoop() {
        return ratePerS > 0;
    }

    void describeTo(Map<String, Object> map) {
        map.put("producers", producers);
        map.put("ratePerS", ratePerS);
        map.put("window", window);
        map.put("batch", batch);
        map.put("persistent", isPersistent);
        map.put("inFlight", inFlightLimit);
    }
}
