package io.epona.perf.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Says what machine, kernel, JDK and commit a result is from. */
public final class Machine {
    private static final long COMMAND_LIMIT_S = 5;

    private Machine() {}

    /** @param directory where the broker's files are to lie: its file system is described */
    public static Map<String, Object> describe(Path directory) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("cpu", fieldOf("/proc/cpuinfo", "model name"));
        map.put("cpus", Runtime.getRuntime().availableProcessors());
        map.put("memory", fieldOf("/proc/meminfo", "MemTotal"));
        map.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        map.put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        map.put("commit", commit());
        map.put("load", firstLine("/proc/loadavg"));
        map.put("governor", firstLine("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"));
        try {
            map.put("fileSystem", Files.getFileStore(directory).toString());
        } catch (IOException e) {
            map.put("fileSystem", "unknown: " + e.getMessage());
        }
        return map;
    }

    /** The commit of the sources that this was built from, with a mark if they have changed since. */
    private static String commit() {
        Path code = codeLocation();
        String commit = output("git", "-C", directoryOf(code), "rev-parse", "--short=12", "HEAD");
        if (commit.isEmpty()) {
            return "unknown";
        }
        boolean isClean = output("git", "-C", directoryOf(code), "status", "--porcelain", "--untracked-files=no")
                .isEmpty();
        return isClean ? commit : commit + "+changes";
    }

    private static String directoryOf(Path code) {
        return (Files.isDirectory(code) ? code : code.getParent()).toString();
    }

    /** The jar or directory that this class was loaded from. */
    public static Path codeLocation() {
        try {
            return Path.of(Machine.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("own jar not found: problem=" + e.getMessage(), e);
        }
    }

    private static String output(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(COMMAND_LIMIT_S, TimeUnit.SECONDS) && process.exitValue() == 0 ? text.strip() : "";
        } catch (IOException e) {
            // Without git the result does not say the commit.
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static String fieldOf(String file, String name) {
        Path path = Path.of(file);
        if (!Files.isReadable(path)) {
            return "unknown";
        }
        try (Stream<String> lines = Files.lines(path)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException | UncheckedIOException e) {
            return "unknown";
        }
    }

    private static String firstLine(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
