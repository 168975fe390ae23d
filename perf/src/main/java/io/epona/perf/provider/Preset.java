package io.epona.perf.provider;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A provider that the harness knows. Stateless. */
public interface Preset {
    /** What it is called on the command line. */
    String name();

    /** What it is, and with which settings, in a line. */
    String description();

    /** The jars of client and broker; fetches them if they are not there yet. */
    List<Path> jars() throws ProviderException;

    /** Where a broker that was started with this port is reached. */
    String url(int port);

    /** How to connect to it. */
    FactorySpec factory(String url) throws ProviderException;

    /**
     * The class whose instances make connections for XA.
     *
     * @throws ProviderException if it has none
     */
    default String xaFactoryClass() throws ProviderException {
        throw new ProviderException("provider has no XA: name=" + name());
    }

    /** Whether the harness can start a broker itself. */
    default boolean isStartable() {
        return true;
    }

    /**
     * How to start a broker that keeps its files in {@code directory}; writes its settings there.
     *
     * @throws ProviderException if it has to be started by hand
     */
    Launch launch(Path directory, int port) throws ProviderException, IOException;
}
