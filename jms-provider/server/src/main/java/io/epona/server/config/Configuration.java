package io.epona.server.config;

import io.epona.broker.settings.DestinationSettings;
import io.epona.server.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The values that a broker is started with: from the command line, else from a file, else the defaults. Built by one thread,
 * not changed afterwards.
 */
public final class Configuration {
    private static final String DESTINATIONS = "destinations.";

    private final Map<ConfigKey, Value> values = new EnumMap<>(ConfigKey.class);
    /** By pattern, in the order in which the file names them first. */
    private final Map<String, Map<DestinationKey, Value>> rules = new LinkedHashMap<>();

    private record Value(String text, String origin) {}

    private Configuration() {
        for (ConfigKey key : ConfigKey.values()) {
            values.put(key, new Value(key.defaultText(), "default"));
        }
    }

    /** The defaults. */
    public static Configuration defaults() {
        return new Configuration();
    }

    /**
     * What a file says, and the defaults for the rest.
     *
     * @throws ConfigException if the file cannot be read, or has an unknown key, one twice, or a value that is not allowed
     */
    public static Configuration read(Path file) throws ConfigException {
        Configuration configuration = new Configuration();
        Map<String, Integer> lines = new LinkedHashMap<>();
        for (ConfigFile.Entry entry : ConfigFile.read(file)) {
            Integer former = lines.put(entry.key(), entry.line());
            if (former != null) {
                throw new ConfigException(
                        "key is there twice: key=" + entry.key() + " " + entry.where() + " formerLine=" + former);
            }
            configuration.take(entry);
        }
        return configuration;
    }

    private void take(ConfigFile.Entry entry) throws ConfigException {
        Optional<ConfigKey> known = ConfigKey.named(entry.key());
        if (known.isPresent()) {
            check(entry.key(), entry.value(), known.get().rule(), entry.where());
            values.put(known.get(), new Value(entry.value(), entry.where()));
            return;
        }
        int lastDot = entry.key().lastIndexOf('.');
        if (!entry.key().startsWith(DESTINATIONS) || lastDot < DESTINATIONS.length()) {
            throw unknown(entry, Arrays.stream(ConfigKey.values()).map(ConfigKey::key));
        }
        String pattern = entry.key().substring(DESTINATIONS.length(), lastDot);
        Optional<DestinationKey> key = DestinationKey.named(entry.key().substring(lastDot + 1));
        if (key.isEmpty()) {
            String prefix = DESTINATIONS + pattern + ".";
            throw unknown(entry, Arrays.stream(DestinationKey.values()).map(each -> prefix + each.key()));
        }
        check(entry.key(), entry.value(), key.get().rule(), entry.where());
        rules.computeIfAbsent(pattern, each -> new EnumMap<>(DestinationKey.class))
                .put(key.get(), new Value(entry.value(), entry.where()));
    }

    private static ConfigException unknown(ConfigFile.Entry entry, Stream<String> candidates) {
        String hint = Nearest.to(entry.key(), candidates.toList())
                .map(nearest -> " nearest=" + nearest)
                .orElse("");
        return new ConfigException("unknown key: key=" + entry.key() + hint + " " + entry.where());
    }

    private static void check(String key, String value, ValueRule rule, String where) throws ConfigException {
        if (!rule.accepts().test(value)) {
            throw new ConfigException(
                    "value not allowed: key=" + key + " value=" + value + " allowed=" + rule.allowed() + " " + where);
        }
    }

    /**
     * The command line says so, whatever the file says.
     *
     * @param value null if it says nothing
     */
    public Configuration override(ConfigKey key, Object value) throws ConfigException {
        if (value != null) {
            check(key.key(), value.toString(), key.rule(), "from=commandLine");
            values.put(key, new Value(value.toString(), "command line"));
        }
        return this;
    }

    /** Empty for no value. */
    public String text(ConfigKey key) {
        return values.get(key).text();
    }

    /** The value of a key for numbers. */
    public long number(ConfigKey key) {
        return Long.parseLong(text(key));
    }

    /** The value of a key for numbers that are not so large. */
    public int integer(ConfigKey key) {
        return Math.toIntExact(number(key));
    }

    /** The value of a key that is true or false. */
    public boolean flag(ConfigKey key) {
        return Boolean.parseBoolean(text(key));
    }

    /** Whether a key has a value. */
    public boolean has(ConfigKey key) {
        return !text(key).isEmpty();
    }

    /** How queues and topics behave. */
    public DestinationSettings destinations() {
        DestinationSettings settings = DestinationSettings.DEFAULT.autoCreated(flag(ConfigKey.AUTO_CREATE));
        for (Map.Entry<String, Map<DestinationKey, Value>> rule : rules.entrySet()) {
            settings = settings.with(rule.getKey(), DestinationKey.policy((key, defaultText) -> {
                Value value = rule.getValue().get(key);
                return value == null ? defaultText : value.text();
            }));
        }
        return settings;
    }

    /** All values, each with where it comes from, in the form of a file. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        values.forEach((key, value) -> add(lines, key.key(), value));
        rules.forEach((pattern, rule) ->
                rule.forEach((key, value) -> add(lines, DESTINATIONS + pattern + "." + key.key(), value)));
        return lines;
    }

    private static void add(List<String> lines, String key, Value value) {
        lines.add("# " + value.origin());
        lines.add((value.text().isEmpty() ? "#" : "") + key + "=" + value.text().replace("\\", "\\\\"));
    }
}
