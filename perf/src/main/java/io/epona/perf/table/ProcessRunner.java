package io.epona.perf.table;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Carries out each command in a JVM of its own, with the options of this one; its output goes beside its result. */
final class ProcessRunner implements Runner {
    private static final long LIMIT_MINUTES = 30;

    private final String mainClass;

    ProcessRunner(String mainClass) {
        this.mainClass = mainClass;
    }

    @Override
    public Sample run(List<String> arguments, Path json) throws IOException, InterruptedException {
        Files.deleteIfExists(json);
        File log = new File(json.toString().replaceFirst("\\.json$", "") + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        command.addAll(List.of("--json", json.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        try {
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                return Sample.failed("DID NOT END");
            }
        } finally {
            process.destroy();
        }
        return Files.exists(json) ? Sample.read(arguments.get(0), json) : Sample.failed("FAILED: " + lastLine(log));
    }

    private static String lastLine(File log) throws IOException {
        List<String> lines = Files.readAllLines(log.toPath());
        return lines.isEmpty() ? "no output" : lines.get(lines.size() - 1);
    }
}
