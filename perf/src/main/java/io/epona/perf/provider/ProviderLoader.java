package io.epona.perf.provider;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Loads a provider's client apart from the harness and its libraries, so that neither sees the other's versions; only
 * {@code jakarta.jms} is the harness's own.
 */
final class ProviderLoader extends URLClassLoader {
    private static final String SHARED = "jakarta.jms.";

    private static final Map<List<Path>, ProviderLoader> LOADERS = new ConcurrentHashMap<>();

    private final ClassLoader harness = ProviderLoader.class.getClassLoader();

    private ProviderLoader(List<Path> jars) {
        super("provider", urls(jars), ClassLoader.getPlatformClassLoader());
    }

    /** The one of these jars: what has been loaded once need not be loaded again to connect to the next broker. */
    static ProviderLoader of(List<Path> jars) {
        return LOADERS.computeIfAbsent(List.copyOf(jars), ProviderLoader::new);
    }

    @Override
    protected Class<?> loadClass(String name, boolean isResolved) throws ClassNotFoundException {
        return name.startsWith(SHARED) ? harness.loadClass(name) : super.loadClass(name, isResolved);
    }

    private static URL[] urls(List<Path> jars) {
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            try {
                urls[i] = jars.get(i).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException("not a path of a jar: path=" + jars.get(i), e);
            }
        }
        return urls;
    }
}
