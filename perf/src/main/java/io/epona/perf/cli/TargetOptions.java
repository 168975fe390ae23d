package io.epona.perf.cli;

import io.epona.perf.provider.FactorySpec;
import io.epona.perf.provider.Preset;
import io.epona.perf.provider.Presets;
import io.epona.perf.provider.ProviderException;
import io.epona.perf.provider.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that say what is measured. */
final class TargetOptions {
    @Option(
            names = "--provider",
            paramLabel = "NAME",
            description = "A provider that the harness knows; see `perf providers` (default: epona). Without --url its"
                    + " broker is started for the run, in a process of its own.")
    private String provider;

    @Option(names = "--url", paramLabel = "URL", description = "The address of a broker that runs already.")
    private String url;

    @Option(
            names = "--factory",
            paramLabel = "CLASS",
            description = "The class of any provider's ConnectionFactory; with --lookup, of its initial context.")
    private String factory;

    @Option(names = "--lookup", paramLabel = "NAME", description = "The ConnectionFactory's name in JNDI.")
    private String lookup;

    @Option(
            names = "--jars",
            paramLabel = "PATH",
            description = "The jars of that class: a jar or a directory of jars; may be repeated.")
    private List<Path> jars = new ArrayList<>();

    @Option(
            names = "--property",
            paramLabel = "NAME=VALUE",
            description = "A setting of the factory, or of JNDI's environment; may be repeated.")
    private Map<String, String> properties = new LinkedHashMap<>();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where a broker that is started keeps its files (default: the temporary directory).")
    private Path data = Path.of(System.getProperty("java.io.tmpdir"));

    Target open() throws CommandException, ProviderException, IOException {
        if (factory != null) {
            if (provider != null) {
                throw new CommandException(ExitCode.USAGE, "choose --provider or --factory", null);
            }
            return Target.connect(factory, new FactorySpec(files(), factory, url, properties, lookup));
        }
        Preset preset = preset();
        if (url == null && preset.isStartable()) {
            if (!properties.isEmpty()) {
                throw new CommandException(ExitCode.USAGE, "--property needs --url or --factory", null);
            }
            return Target.start(preset, data);
        }
        FactorySpec spec = preset.factory(url == null ? preset.url(0) : url);
        Map<String, String> all = new LinkedHashMap<>(spec.properties());
        all.putAll(properties);
        return Target.connect(preset, new FactorySpec(spec.jars(), spec.className(), spec.url(), all, spec.lookup()));
    }

    Preset preset() throws ProviderException {
        return Presets.named(provider == null ? "epona" : provider);
    }

    /** Where the broker's files are, or would be. */
    Path data() {
        return data;
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : jars) {
            if (Files.isDirectory(path)) {
                try (Stream<Path> list = Files.list(path)) {
                    list.filter(file -> file.toString().endsWith(".jar"))
                            .sorted()
                            .forEach(files::add);
                }
            } else {
                files.add(path);
            }
        }
        return files;
    }
}
