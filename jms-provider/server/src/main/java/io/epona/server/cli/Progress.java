package io.epona.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts messages; shows the count on standard error each second, and at the end the rate. A command that takes less
 * than a second shows the end alone. Thread-safe.
 */
final class Progress {
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private final String verb;
    private final boolean isTerminal = isTerminal();
    private final LongAdder count = new LongAdder();
    private final AtomicBoolean isFinished = new AtomicBoolean();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(Progress::newThread);
    private volatile long startNs = System.nanoTime();
    private volatile long lastNs = startNs;

    /** @param verb what is done to messages: {@code sent} */
    Progress(PrintWriter err, String verb) {
        this.err = err;
        this.verb = verb;
    }

    /** Starts the clock: what came before, such as connecting, does not count. */
    void start() {
        startNs = System.nanoTime();
        lastNs = startNs;
        ticker.scheduleAtFixedRate(this::show, 1, 1, TimeUnit.SECONDS);
    }

    void add(long messages) {
        count.add(messages);
        lastNs = System.nanoTime();
    }

    long count() {
        return count.sum();
    }

    /** Shows the total and the rate, once. */
    void finish() {
        if (isFinished.compareAndSet(false, true)) {
            ticker.shutdownNow();
            // A wait for messages that did not come does not count either.
            err.println((isTerminal ? CLEAR_LINE : "") + line(lastNs));
            err.flush();
        }
    }

    private void show() {
        if (!isFinished.get()) {
            if (isTerminal) {
                err.print(CLEAR_LINE + line(System.nanoTime()));
            } else {
                err.println(line(System.nanoTime()));
            }
            err.flush();
        }
    }

    private String line(long nowNs) {
        long messages = count();
        double seconds = Math.max(1, nowNs - startNs) / 1e9;
        return String.format(
                Locale.ROOT, "%s %,d messages in %.2f s, %,.0f/s", verb, messages, seconds, messages / seconds);
    }

    /** Java tells about standard input and output only. Where this cannot tell, each second gets a line of its own. */
    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "epona-progress");
        thread.setDaemon(true);
        return thread;
    }
}
