package io.epona.server.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Reads a file in the form of {@link Properties}, in UTF-8, and remembers where each key stands. */
final class ConfigFile {
    private ConfigFile() {}

    /** A key with its value. */
    record Entry(String key, String value, Path file, int line) {
        String where() {
            return "file=" + file + " line=" + line;
        }
    }

    /** All entries, in the order of the file. */
    static List<Entry> read(Path file) throws ConfigException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ConfigException("configuration file cannot be read: file=" + file + " cause=" + e, e);
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int start = i;
            if (isSilent(lines.get(i))) {
                continue;
            }
            StringBuilder whole = new StringBuilder(lines.get(i));
            while (isContinued(lines.get(i)) && i + 1 < lines.size()) {
                whole.append('\n').append(lines.get(++i));
            }
            entries.add(parse(whole.toString(), file, start + 1));
        }
        return entries;
    }

    private static boolean isSilent(String line) {
        String text = line.stripLeading();
        return text.isEmpty() || text.startsWith("#") || text.startsWith("!");
    }

    private static boolean isContinued(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static Entry parse(String text, Path file, int line) throws ConfigException {
        Properties one = new Properties();
        try {
            one.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException("line not understood: file=" + file + " line=" + line, e);
        }
        String key = one.stringPropertyNames().iterator().next();
        return new Entry(key, one.getProperty(key).strip(), file, line);
    }
}
