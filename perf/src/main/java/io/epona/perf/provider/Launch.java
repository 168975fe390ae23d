package io.epona.perf.provider;

import io.epona.perf.machine.Machine;
import io.epona.perf.peer.PeerMain;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a broker is started.
 *
 * @param command its command line
 * @param settings what of its settings matters to the figures, for the result file
 */
record Launch(List<String> command, Map<String, Object> settings) {
    private static final int FLAGS_SINCE = 24;

    /** The start of a command line: this JVM's java, options, and the class path. */
    static List<String> java(List<String> options, List<Path> classPath) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= FLAGS_SINCE) {
            // Netty loads native libraries and uses sun.misc.Unsafe, of which these JDKs warn.
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(options);
        command.add("-cp");
        command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        return command;
    }

    /** As {@link #java}, for a broker that {@link PeerMain} starts. */
    static List<String> peer(List<String> options, List<Path> jars, String... arguments) {
        List<Path> classPath = new ArrayList<>(jars);
        classPath.add(Machine.codeLocation());
        List<String> command = java(options, classPath);
        command.add(PeerMain.class.getName());
        command.addAll(List.of(arguments));
        return command;
    }
}
