package io.epona.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.EponaBroker;
import io.epona.broker.settings.DeliveryPolicy;
import io.epona.broker.settings.DestinationSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    private static final Path MANUAL = Path.of("../../docs/configuration.md");

    @TempDir
    Path directory;

    private Configuration read(String... lines) throws ConfigException, IOException {
        return Configuration.read(Files.write(directory.resolve("epona.properties"), List.of(lines)));
    }

    private String refusal(String... lines) {
        return assertThrows(ConfigException.class, () -> read(lines)).getMessage();
    }

    @Test
    void shouldListTheKeysAsTheManualDoes() throws IOException {
        List<String> expected = Stream.concat(
                        Arrays.stream(ConfigKey.values()).map(ConfigKey::row),
                        Arrays.stream(DestinationKey.values()).map(DestinationKey::row))
                .toList();

        List<String> documented = Files.readAllLines(MANUAL).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertEquals(String.join("\n", expected), String.join("\n", documented));
    }

    @Test
    void shouldHaveDefaultsThatItAllows() throws Exception {
        for (ConfigKey key : ConfigKey.values()) {
            if (!key.defaultText().isEmpty()) {
                assertTrue(key.rule().accepts().test(key.defaultText()), key.key());
            }
        }
        assertEquals(DestinationSettings.DEFAULT, Configuration.defaults().destinations());
        try (EponaBroker broker = ConfiguredBroker.builder(
                        read("port=0", "memory=true", "limits.connections=7", "resumeGraceMs=0"))
                .start()) {
            assertTrue(broker.dataDirectory().isEmpty());
        }
    }

    @Test
    void shouldReadWhatTheFileSays() throws Exception {
        Configuration configuration = read(
                "# a comment",
                "",
                "  ! another",
                "host = broker.example",
                "port: 1234",
                "data = one \\",
                "       two",
                "destinations.autoCreate=false");

        assertEquals("broker.example", configuration.text(ConfigKey.HOST));
        assertEquals(1234, configuration.integer(ConfigKey.PORT));
        assertEquals("one two", configuration.text(ConfigKey.DATA));
        assertFalse(configuration.destinations().isAutoCreated());
        assertEquals("fsync", configuration.text(ConfigKey.DURABILITY));
        assertFalse(configuration.has(ConfigKey.USERS));
    }

    @Test
    void shouldLetTheFirstPatternCountThatFits() throws Exception {
        DestinationSettings settings = read(
                        "destinations.orders.#.maxDeliveries=5",
                        "destinations.#.redeliveryDelayMs=100",
                        "destinations.#.redeliveryBackoff=1.5",
                        "destinations.orders.#.deadLetterQueue=dead.*",
                        "destinations.orders.#.expiryQueue=")
                .destinations();

        DeliveryPolicy orders = settings.policy("orders.eu");
        assertEquals(5, orders.maxDeliveries());
        assertEquals("dead.*", orders.deadLetterQueue());
        assertEquals(DeliveryPolicy.DEFAULT.redeliveryDelayMs(), orders.redeliveryDelayMs());
        assertEquals(100, settings.policy("other").redeliveryDelayMs());
        assertEquals(1.5, settings.policy("other").redeliveryBackoff());
    }

    @Test
    void shouldRefuseUnknownKeysAndSuggestTheNearest() {
        assertEquals(
                "unknown key: key=prot nearest=port file=" + directory.resolve("epona.properties") + " line=2",
                refusal("host=x", "prot=1"));
        assertTrue(
                refusal("destinations.a.b.maxDelivery=1").contains("key=destinations.a.b.maxDelivery"),
                () -> refusal("destinations.a.b.maxDelivery=1"));
        assertTrue(
                refusal("destinations.a.b.maxDeliverie=1").contains("nearest=destinations.a.b.maxDeliveries"),
                () -> refusal("destinations.a.b.maxDeliverie=1"));
        assertTrue(refusal("destinations.autocreate=true").contains("nearest=destinations.autoCreate"));
        assertTrue(refusal("somethingElse=1").startsWith("unknown key: key=somethingElse file="));
    }

    @Test
    void shouldRefuseValuesOutOfTheirRange() {
        assertEquals(
                "value not allowed: key=port value=65536 allowed=0..65535 file=" + directory.resolve("epona.properties")
                        + " line=1",
                refusal("port=65536"));
        String[] refused = {
            "port=-1",
            "port=",
            "port=0x10",
            "port=99999999999999999999",
            "memory=yes",
            "durability=disk",
            "host=",
            "limits.connections=0",
            "journal.segmentLength=65537",
            "journal.segmentLength=61440",
            "destinations.#.redeliveryJitter=1.1",
            "destinations.#.redeliveryBackoff=0.9",
            "destinations.#.redeliveryBackoff=NaN",
            "destinations.#.maxDeliveries=65536"
        };
        for (String line : refused) {
            assertTrue(refusal(line).startsWith("value not allowed: key="), line);
        }
    }

    @Test
    void shouldRefuseAKeyThatIsThereTwiceAndAFileThatIsNotThere() {
        assertTrue(refusal("port=1", "port=1").startsWith("key is there twice: key=port"));
        assertThrows(ConfigException.class, () -> Configuration.read(directory.resolve("missing")));
        assertTrue(refusal("host=\\u12").contains("line=1"));
    }

    @Test
    void shouldLetTheCommandLineWin() throws Exception {
        Configuration configuration = read("port=1", "host=a", "destinations.x.maxDeliveries=3")
                .override(ConfigKey.PORT, 2)
                .override(ConfigKey.HOST, null);

        assertEquals(2, configuration.integer(ConfigKey.PORT));
        assertEquals("a", configuration.text(ConfigKey.HOST));
        assertThrows(ConfigException.class, () -> configuration.override(ConfigKey.PORT, -1));
        List<String> lines = configuration.lines();
        assertEquals("# command line", lines.get(lines.indexOf("port=2") - 1));
        assertTrue(lines.get(lines.indexOf("host=a") - 1).endsWith("line=2"));
        assertTrue(
                lines.get(lines.indexOf("destinations.x.maxDeliveries=3") - 1).endsWith("line=3"));
        assertEquals(lines.size(), read(lines.toArray(new String[0])).lines().size());
    }
}
