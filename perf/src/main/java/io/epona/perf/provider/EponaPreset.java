package io.epona.perf.provider;

import io.epona.perf.machine.Machine;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Epona as {@code epona run} starts it. */
final class EponaPreset implements Preset {
    /** Set by the launcher: Epona's class path, {@code directory/*} for all jars of a directory. */
    private static final String JARS = "epona.perf.jars";

    /** Set by the launcher: the option with which it starts Epona's JVM. */
    private static final String OPTIONS = "epona.perf.options";

    private static final String SERVER = "jms-provider/server/target";

    @Override
    public String name() {
        return "epona";
    }

    @Override
    public String description() {
        return "Epona of this checkout, as `epona run` starts it: fsync";
    }

    @Override
    public List<Path> jars() throws ProviderException {
        String set = System.getProperty(JARS);
        List<Path> jars = new ArrayList<>();
        try {
            for (String entry : (set == null ? builtBeside() : set).split(File.pathSeparator)) {
                if (entry.endsWith("/*")) {
                    jars.addAll(Artifacts.list(Path.of(entry.substring(0, entry.length() - 2))));
                } else {
                    jars.add(Path.of(entry));
                }
            }
        } catch (IOException e) {
            throw new ProviderException("Epona's jars not readable: " + JARS + "=" + set + " problem=" + e, e);
        }
        return jars;
    }

    /** What the build has made in the checkout that this class is in. */
    private static String builtBeside() throws ProviderException {
        for (Path up = Machine.codeLocation(); up != null; up = up.getParent()) {
            Path server = up.resolve(SERVER);
            if (Files.isDirectory(server.resolve("lib"))) {
                return server.resolve("classes") + File.pathSeparator + server.resolve("lib") + "/*";
            }
        }
        throw new ProviderException("Epona's jars not found, build it or say where they are with -D" + JARS
                + "=jar:directory/*: lookedFor=" + SERVER + "/lib above=" + Machine.codeLocation());
    }

    @Override
    public String url(int port) {
        return "epona://127.0.0.1:" + port;
    }

    @Override
    public FactorySpec factory(String url) throws ProviderException {
        return FactorySpec.of(jars(), "io.epona.jms.EponaConnectionFactory", url);
    }

    @Override
    public String xaFactoryClass() {
        return "io.epona.jms.EponaXAConnectionFactory";
    }

    @Override
    public Launch launch(Path directory, int port) throws ProviderException {
        String options = System.getProperty(OPTIONS, "-XX:+ExitOnOutOfMemoryError");
        List<String> command = Launch.java(List.of(options), jars());
        command.addAll(List.of("io.epona.server.cli.EponaCli", "run", "--until-stdin-ends"));
        command.addAll(List.of(
                "--port",
                Integer.toString(port),
                "--data",
                directory.resolve("data").toString()));
        return new Launch(
                command, Map.of("durability", "fsync", "jvm", options.startsWith("@") ? "the launcher's" : options));
    }
}
