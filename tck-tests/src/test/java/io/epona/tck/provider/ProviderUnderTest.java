package io.epona.tck.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** The provider that the system property {@code io.epona.tck.provider} names, running until all tests are done. */
public final class ProviderUnderTest implements AutoCloseable {
    private static final String CLASS_PROPERTY = "io.epona.tck.provider";
    private static final Namespace NAMESPACE = Namespace.create(ProviderUnderTest.class);

    private final Provider provider;
    private final Path directory;

    private ProviderUnderTest() {
        try {
            directory = Files.createTempDirectory("provider");
            String name = System.getProperty(CLASS_PROPERTY, EponaProvider.class.getName());
            Constructor<?> constructor = Class.forName(name).getDeclaredConstructor();
            constructor.setAccessible(true);
            provider = (Provider) constructor.newInstance();
            provider.start(directory);
        } catch (Exception e) {
            throw new IllegalStateException("provider does not start", e);
        }
    }

    /** The one of this JVM, started if this is the first call. */
    public static Provider of(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(ProviderUnderTest.class, key -> new ProviderUnderTest(), ProviderUnderTest.class)
                .provider;
    }

    @Override
    public void close() throws IOException {
        provider.close();
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(directory)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        paths.forEach(ProviderUnderTest::delete);
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
