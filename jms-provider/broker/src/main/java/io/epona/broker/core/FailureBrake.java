package io.epona.broker.core;

import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.concurrent.EpochClock;

/**
 * Slows down who guesses passwords: the more often an address has failed of late, the later it hears that it has failed
 * again. Event loop only.
 */
final class FailureBrake {
    private static final int ADDRESS_LIMIT = 1024;
    private static final long FIRST_DELAY_MS = 100;
    private static final int MAX_DOUBLINGS = 5;
    private static final long MEMORY_MS = 60_000;

    private final EpochClock clock;
    private final Map<String, Failures> byAddress = new LinkedHashMap<>();

    FailureBrake(EpochClock clock) {
        this.clock = clock;
    }

    private record Failures(int count, long lastMs) {}

    /**
     * An attempt has failed.
     *
     * @return after how long to say so
     */
    long onFailure(String address) {
        long nowMs = clock.time();
        Failures former = byAddress.remove(address);
        int count = former == null || nowMs - former.lastMs() > MEMORY_MS ? 1 : former.count() + 1;
        if (byAddress.size() == ADDRESS_LIMIT) {
            byAddress.remove(byAddress.keySet().iterator().next());
        }
        byAddress.put(address, new Failures(count, nowMs));
        return count == 1 ? 0 : FIRST_DELAY_MS << Math.min(MAX_DOUBLINGS, count - 2);
    }

    /** An attempt has succeeded. */
    void onSuccess(String address) {
        byAddress.remove(address);
    }
}
