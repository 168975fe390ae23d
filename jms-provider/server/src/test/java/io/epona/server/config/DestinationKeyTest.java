package io.epona.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.epona.broker.settings.DestinationProperties;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the file says of patterns of names, a destination can be given for itself. */
class DestinationKeyTest {
    private static final List<String> VALUES = List.of(
            "",
            "-1",
            "0",
            "1",
            "1.5",
            "2",
            "100",
            "100.1",
            "101",
            "65535",
            "65536",
            "31536000000",
            "31536000001",
            "1e2");

    @ParameterizedTest
    @EnumSource
    void shouldTakeTheSameValuesForOneDestination(DestinationKey key) {
        for (String value : VALUES) {
            assertEquals(key.rule().accepts().test(value), isProperty(key.key(), value), value);
        }
    }

    private static boolean isProperty(String key, String value) {
        try {
            return !new DestinationProperties(new TreeMap<>(Map.of(key, value))).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
