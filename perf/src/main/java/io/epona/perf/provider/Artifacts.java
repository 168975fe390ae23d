package io.epona.perf.provider;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Artifacts of Maven's repositories and what they depend on, copied once to a directory of their own below {@code
 * ~/.cache/epona-perf} (or the system property {@code epona.perf.cache}) by Maven itself.
 *
 * @param name name of the directory; with the version, so that another version is fetched anew
 * @param coordinates {@code group:artifact:version} or {@code group:artifact:version:type}
 */
record Artifacts(String name, List<String> coordinates) {
    private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1";
    private static final long FETCH_LIMIT_MINUTES = 10;

    /** The files, fetched if they are not there. */
    List<Path> files() throws ProviderException {
        Path directory = cache().resolve(name);
        Path files = directory.resolve("lib");
        Path complete = directory.resolve("complete");
        try {
            if (!Files.exists(complete)) {
                fetch(directory, files);
                Files.writeString(complete, String.join("\n", coordinates));
            }
            return list(files);
        } catch (IOException e) {
            throw new ProviderException("jars not available: directory=" + directory + " problem=" + e, e);
        }
    }

    /** The directory that the one file, a zip archive, was unpacked to; unpacked if it is not there. */
    Path unpacked() throws ProviderException {
        Path archive = files().get(0);
        Path target = cache().resolve(name).resolve("unpacked");
        Path complete = cache().resolve(name).resolve("complete-unpacked");
        try {
            if (!Files.exists(complete)) {
                unpack(archive, target);
                Files.writeString(complete, archive.toString());
            }
            return target;
        } catch (IOException e) {
            throw new ProviderException("archive not readable: file=" + archive + " problem=" + e, e);
        }
    }

    /** The jars of a directory. */
    static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static Path cache() {
        String set = System.getProperty("epona.perf.cache");
        return set == null ? Path.of(System.getProperty("user.home"), ".cache", "epona-perf") : Path.of(set);
    }

    private void fetch(Path directory, Path files) throws IOException, ProviderException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("pom.xml"), pom());
        Path log = directory.resolve("fetch.log");
        Process process = new ProcessBuilder(
                        "mvn",
                        "-B",
                        "-q",
                        PLUGIN + ":copy-dependencies",
                        "-DincludeScope=runtime",
                        "-DoutputDirectory=" + files)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(FETCH_LIMIT_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroy();
                throw new ProviderException("Maven could not fetch the jars: provider=" + name + " log=" + log);
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new ProviderException("interrupted while Maven fetched the jars: provider=" + name, e);
        }
    }

    private String pom() {
        String dependencies = coordinates.stream()
                .map(coordinate -> {
                    String[] part = coordinate.split(":");
                    return "<dependency><groupId>" + part[0] + "</groupId><artifactId>" + part[1]
                            + "</artifactId><version>" + part[2] + "</version>"
                            + (part.length == 3 ? "" : "<type>" + part[3] + "</type>") + "</dependency>";
                })
                .collect(Collectors.joining("\n"));
        return "<project xmlns=\"http://maven.apache.org/POM/4.0.0\"><modelVersion>4.0.0</modelVersion>"
                + "<groupId>io.epona.perf.providers</groupId><artifactId>" + name
                + "</artifactId><version>1</version><packaging>pom</packaging>\n<dependencies>\n" + dependencies
                + "\n</dependencies></project>\n";
    }

    private static void unpack(Path archive, Path target) throws IOException {
        try (InputStream in = Files.newInputStream(archive);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("archive reaches out of its directory: entry=" + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
