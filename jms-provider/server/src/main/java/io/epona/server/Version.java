package io.epona.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this build. */
public final class Version {
    private static final String RESOURCE = "version.properties";
    private static final String SNAPSHOT_SUFFIX = "-SNAPSHOT";

    private Version() {}

    /** The version that the build wrote into the jar, such as {@code 0.1.0}, without the mark of a development build. */
    public static String text() {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("version not readable: resource=" + RESOURCE, e);
        }
        String version = properties.getProperty("version");
        return version.endsWith(SNAPSHOT_SUFFIX)
                ? version.substring(0, version.length() - SNAPSHOT_SUFFIX.length())
                : version;
    }
}
