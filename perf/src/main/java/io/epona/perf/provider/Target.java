package io.epona.perf.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What runs are measured against: a broker that was started for it, or one that is there already. */
public final class Target implements AutoCloseable {
    private final String name;
    private final FactorySpec factory;
    private final Preset preset;
    private final Map<String, Object> description;
    private final BrokerProcess broker;
    private final Path directory;

    private Target(
            String name,
            FactorySpec factory,
            Preset preset,
            Map<String, Object> description,
            BrokerProcess broker,
            Path directory) {
        this.name = name;
        this.factory = factory;
        this.preset = preset;
        this.description = description;
        this.broker = broker;
        this.directory = directory;
    }

    /**
     * Starts a broker of the preset on a new directory, which {@link #close} deletes.
     *
     * @param parent where the directory is made
     */
    public static Target start(Preset preset, Path parent) throws ProviderException, IOException {
        Files.createDirectories(parent);
        Path directory = Files.createTempDirectory(parent, "perf-" + preset.name() + "-");
        BrokerProcess broker = null;
        Target target = null;
        try {
            broker = BrokerProcess.start(preset, directory);
            target = new Target(preset.name(), broker.factory(), preset, broker.describe(), broker, directory);
            return target;
        } finally {
            if (target == null) {
                if (broker != null) {
                    broker.close();
                }
                delete(directory);
            }
        }
    }

    /** A broker of the preset that somebody else has started. */
    public static Target connect(Preset preset, FactorySpec spec) {
        return connect(preset.name(), preset, spec);
    }

    /** Any broker that somebody else has started. */
    public static Target connect(String name, FactorySpec spec) {
        return connect(name, null, spec);
    }

    private static Target connect(String name, Preset preset, FactorySpec spec) {
        Map<String, Object> description = new LinkedHashMap<>(spec.describe());
        description.put("preset", name);
        return new Target(name, spec, preset, description, null, null);
    }

    /** What it is called in results. */
    public String name() {
        return name;
    }

    /**
     * Loads the client.
     *
     * @param isXa whether for connections whose sessions have an XAResource
     * @throws ProviderException if there is none, saying what is missing
     */
    public Connector connector(boolean isXa) throws ProviderException {
        if (!isXa) {
            return factory.create()::createConnection;
        }
        FactorySpec xaFactory = preset == null ? factory : factory.withClass(preset.xaFactoryClass());
        return xaFactory.createXa()::createXAConnection;
    }

    /** What it is, for the result file. */
    public Map<String, Object> describe() {
        return description;
    }

    /** The process, if it was started for this. */
    public Optional<BrokerProcess> broker() {
        return Optional.ofNullable(broker);
    }

    @Override
    public void close() {
        if (broker != null) {
            broker.close();
            delete(directory);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("directory of the broker not deleted: directory=" + directory, e);
        }
    }
}
