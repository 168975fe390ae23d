package io.epona.server.cli;

import io.epona.broker.EponaBroker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Optional;

/**
 * How a broker's process ends: in good order by a signal, or by the broker's own failure. Thread-safe.
 *
 * <p>A JVM that ends by a signal has the exit code 143 or 130 whatever its shutdown hooks did, which systemd and most
 * supervisors report as a failure. A stop in good order is none, so the hook ends the process itself, with 0.
 */
final class BrokerStop {
    private final EponaBroker broker;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Thread hook = new Thread(this::stopBySignal, "epona-stop");

    BrokerStop(EponaBroker broker, PrintWriter out, PrintWriter err) {
        this.broker = broker;
        this.out = out;
        this.err = err;
    }

    void armForSignals() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Stops the broker when the input ends, as it does when the process at its other end is gone. */
    void armForEndOf(InputStream input) {
        Thread watcher = new Thread(
                () -> {
                    awaitEnd(input);
                    broker.close();
                },
                "epona-stdin");
        watcher.setDaemon(true);
        watcher.start();
    }

    /**
     * The exit code of a broker that has ended, and the last line to go with it. Does not return if a signal ended the
     * broker: then the hook ends the process.
     */
    int exitCode() throws InterruptedException {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is going down already, so the hook runs and has the last word.
            hook.join();
        }
        return report();
    }

    private void stopBySignal() {
        broker.close();
        Runtime.getRuntime().halt(report());
    }

    private int report() {
        Optional<Throwable> failure = broker.failure();
        if (failure.isPresent()) {
            err.println("epona: broker failed and has stopped: " + ErrorLine.rootCause(failure.get()));
            err.flush();
            return ExitCode.FAILED;
        }
        out.println("Epona stopped");
        out.flush();
        return ExitCode.OK;
    }

    private static void awaitEnd(InputStream input) {
        try {
            input.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // An input that cannot be read has ended too.
        }
    }
}
