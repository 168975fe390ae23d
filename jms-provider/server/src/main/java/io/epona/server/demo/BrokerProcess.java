package io.epona.server.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A broker in a process of its own: this JVM's java and class path, and {@code epona run}. It ends when this process
 * does, however this one ends. Thread-safe.
 */
final class BrokerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("Epona \\S+ ready in (\\d+) ms at (\\S+), .*");
    private static final long START_LIMIT_MS = 60_000;
    private static final long END_LIMIT_MS = 30_000;
    private static final int OUTPUT_LIMIT = 200;

    private final Process process;
    private final List<String> output = new ArrayList<>();
    private final CountDownLatch readyOrEnded = new CountDownLatch(1);
    private volatile Matcher ready;

    /**
     * How to start it.
     *
     * @param mainClass the class whose {@code run} command is the broker
     * @param directory its data directory
     * @param port its port; 0: any free one
     * @param options further options of the command
     */
    record Launch(String mainClass, Path directory, int port, List<String> options) {}

    private BrokerProcess(Process process) {
        this.process = process;
    }

    /** Starts the process; {@link #awaitReady} tells whether it becomes a broker. */
    static BrokerProcess start(Launch launch) throws IOException {
        List<String> command = javaCommand();
        command.addAll(List.of(launch.mainClass(), "run", "--until-stdin-ends", "--log-level", "warn"));
        command.addAll(List.of("--data", launch.directory().toString(), "--port", Integer.toString(launch.port())));
        command.addAll(launch.options());
        BrokerProcess broker = new BrokerProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
        Thread reader = new Thread(broker::readOutput, "broker-output");
        reader.setDaemon(true);
        reader.start();
        return broker;
    }

    /** The start of a command that runs a class as this JVM would. */
    static List<String> javaCommand() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (argument.startsWith("--") || argument.startsWith("-Xmx") || argument.equals("-ea")) {
                command.add(argument);
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return command;
    }

    /**
     * Waits until the broker takes connections.
     *
     * @throws IOException with the process's output if it ended instead
     */
    BrokerProcess awaitReady() throws IOException, InterruptedException {
        if (!readyOrEnded.await(START_LIMIT_MS, TimeUnit.MILLISECONDS) || ready == null) {
            throw new IOException("broker did not start: pid=" + pid() + " output=" + String.join(" | ", output()));
        }
        return this;
    }

    /** Milliseconds from the start of its JVM until it was ready, as it says itself. */
    long readyMs() {
        return Long.parseLong(ready.group(1));
    }

    String uri() {
        return ready.group(2);
    }

    long pid() {
        return process.pid();
    }

    /** The first lines of its output. */
    List<String> output() {
        synchronized (output) {
            return List.copyOf(output);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    Process process() {
        return process;
    }

    /** Kills it with SIGKILL, so that it can do nothing more, and waits until it has ended. */
    void kill() {
        process.destroyForcibly();
        awaitExit(END_LIMIT_MS);
    }

    /**
     * Asks it to stop, with SIGTERM.
     *
     * @return the exit code; empty if it did not stop in time
     */
    Optional<Integer> terminate() {
        // Through the handle, because the process's own method also closes the streams it is read from.
        process.toHandle().destroy();
        return awaitExit(END_LIMIT_MS);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    private Optional<Integer> awaitExit(long limitMs) {
        try {
            return process.waitFor(limitMs, TimeUnit.MILLISECONDS)
                    ? Optional.of(process.exitValue())
                    : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void readOutput() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                accept(line);
            }
        } catch (IOException e) {
            accept("output not readable: " + e.getMessage());
        } finally {
            readyOrEnded.countDown();
        }
    }

    private void accept(String line) {
        synchronized (output) {
            if (output.size() < OUTPUT_LIMIT) {
                output.add(line);
            }
        }
        Matcher matcher = READY.matcher(line);
        if (matcher.matches()) {
            ready = matcher;
            readyOrEnded.countDown();
        }
    }
}
