package io.epona.perf.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Lets the waits of a thread end when they should. Linux lets a timed wait oversleep by 50 µs to save power, which would
 * show in every latency of an open loop at once, whatever the provider.
 */
final class TimerSlack {
    private static final Path SELF = Path.of("/proc/thread-self");

    private TimerSlack() {}

    /** Sets the slack of the calling thread to a microsecond; elsewhere than on Linux does nothing. */
    static void minimise() {
        try {
            String thread = Files.readSymbolicLink(SELF).getFileName().toString();
            Files.writeString(Path.of("/proc", thread, "timerslack_ns"), "1000");
        } catch (IOException | UnsupportedOperationException e) {
            // Without it waits are less exact, and the latencies of both sides of a comparison are longer alike.
        }
    }
}
