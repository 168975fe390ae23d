package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command in a process of its own, on the JVM and class path of the tests and without a JVM flag. */
final class CliProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("Epona \\S+ ready in \\d+ ms at (\\S+), .*");
    private static final long LIMIT_MS = 60_000;

    private final Process process;
    private final Lines out;
    private final Lines err;

    private CliProcess(Process process) {
        this.process = process;
        out = new Lines(process.getInputStream());
        err = new Lines(process.getErrorStream());
    }

    static CliProcess start(String... arguments) throws IOException {
        return startClass(EponaCli.class.getName(), arguments);
    }

    static CliProcess startClass(String mainClass, String... arguments) throws IOException {
        return startWithHeap("256m", mainClass, arguments);
    }

    static CliProcess startWithHeap(String heap, String mainClass, String... arguments) throws IOException {
        return startJvm(List.of("-Xmx" + heap), mainClass, arguments);
    }

    /** One that does little and lives for a short while. */
    static CliProcess startShort(String mainClass, String... arguments) throws IOException {
        return startJvm(
                List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"),
                mainClass,
                arguments);
    }

    private static CliProcess startJvm(List<String> options, String mainClass, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-ea");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(List.of(arguments));
        return new CliProcess(new ProcessBuilder(command).start());
    }

    /** Runs a command that ends by itself. */
    static CliProcess run(String input, String... arguments) throws IOException, InterruptedException {
        try (CliProcess started = start(arguments)) {
            started.write(input);
            started.exitCode();
            return started;
        }
    }

    /** Writes all of its standard input. */
    void write(String input) throws IOException {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Writes a line of its standard input, which stays open. */
    void writeLine(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Waits for a line that begins so, and returns the rest of it. */
    String awaitLineFrom(String start) throws InterruptedException {
        String line = out.await(Pattern.compile(Pattern.quote(start) + ".*"));
        assertTrue(line.startsWith(start), () -> "wanted=" + start + " out=" + line + " stderr=" + err.text());
        return line.substring(start.length());
    }

    /** Waits until a broker takes connections, and returns its URI. */
    String awaitReady() throws InterruptedException {
        String line = out.await(READY);
        Matcher matcher = READY.matcher(line);
        assertTrue(matcher.matches(), () -> "broker did not start: " + line + " stderr=" + err.text());
        return matcher.group(1);
    }

    void awaitLine(String line) throws InterruptedException {
        assertEquals(line, out.await(Pattern.compile(Pattern.quote(line))));
    }

    int exitCode() throws InterruptedException {
        assertTrue(process.waitFor(LIMIT_MS, TimeUnit.MILLISECONDS), () -> "still runs: stderr=" + err.text());
        out.awaitEnd();
        err.awaitEnd();
        return process.exitValue();
    }

    int terminate() throws InterruptedException {
        // Through the handle, because the process's own method also closes the streams it is read from.
        process.toHandle().destroy();
        return exitCode();
    }

    /** Ctrl-c. */
    int interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        return exitCode();
    }

    long pid() {
        return process.pid();
    }

    List<String> out() {
        return out.all();
    }

    List<String> err() {
        return err.all();
    }

    @Override
    public void close() {
        process.destroyForcibly()
                .onExit()
                .orTimeout(LIMIT_MS, TimeUnit.MILLISECONDS)
                .join();
    }

    /** What a process writes, line by line. */
    private static final class Lines {
        private final List<String> lines = new ArrayList<>();
        private final Thread reader;
        private boolean isEnded;

        Lines(InputStream input) {
            reader = new Thread(() -> read(input), "process-output");
            reader.setDaemon(true);
            reader.start();
        }

        synchronized List<String> all() {
            return List.copyOf(lines);
        }

        String text() {
            return String.join("\n", all());
        }

        void awaitEnd() throws InterruptedException {
            reader.join(LIMIT_MS);
        }

        /** Waits for a line of this form; returns all that came instead if the output ends before. */
        synchronized String await(Pattern form) throws InterruptedException {
            long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MS);
            while (true) {
                for (String line : lines) {
                    if (form.matcher(line).matches()) {
                        return line;
                    }
                }
                long remainingMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
                if (isEnded || remainingMs <= 0) {
                    return String.join("\n", lines);
                }
                wait(remainingMs);
            }
        }

        private void read(InputStream input) {
            try (BufferedReader text = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))) {
                for (String line = text.readLine(); line != null; line = text.readLine()) {
                    add(line);
                }
            } catch (IOException e) {
                add("output not readable: " + e.getMessage());
            } finally {
                end();
            }
        }

        private synchronized void add(String line) {
            lines.add(line);
            notifyAll();
        }

        private synchronized void end() {
            isEnded = true;
            notifyAll();
        }
    }
}
