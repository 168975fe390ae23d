package io.epona.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.protocol.EponaUri.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EponaUriTest {
    @Test
    void shouldReadHostsPortsAndOptions() {
        EponaUri uri = EponaUri.parse("epona://a:1,b,[::1]:65535,[fe80::2]?resumeTimeoutMs=0&clientId=me%20too");

        assertEquals(
                List.of(
                        new Host("a", 1),
                        new Host("b", Protocol.DEFAULT_PORT),
                        new Host("::1", 65_535),
                        new Host("fe80::2", Protocol.DEFAULT_PORT)),
                uri.hosts());
        assertNull(uri.vmName());
        assertEquals("me too", uri.clientId());
        assertEquals(0, uri.option(UriOption.RESUME_TIMEOUT_MS));
        assertEquals(10_000, uri.option(UriOption.HEARTBEAT_MS));
    }

    @Test
    void shouldReadTheNameOfABrokerInThisJvm() {
        EponaUri uri = EponaUri.parse("vm://orders?prefetchMessages=1");

        assertEquals("orders", uri.vmName());
        assertEquals(List.of(), uri.hosts());
        assertEquals(1, uri.option(UriOption.PREFETCH_MESSAGES));
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://a:1, must start with epona://",
        "epona+tls://a, must start with epona://",
        "vm://, must start with epona://",
        "epona://, host=",
        "'epona://a,,b', host=",
        "epona://a:0, port=0",
        "epona://a:65536, port=65536",
        "epona://a:x, port=x",
        "epona://::1, host=::1",
        "epona://a/b, host=a/b",
        "epona://a?heartbeatMs, option=heartbeatMs",
        "epona://a?hartbeatMs=1000, nearest=heartbeatMs",
        "epona://a?clientid=me, nearest=clientId",
        "epona://a?objectClass=x, nearest=objectClasses",
        "epona://a?heartbeatMs=99, allowed=100..600000",
        "epona://a?heartbeatMs=600001, allowed=100..600000",
        "epona://a?heartbeatMs=soon, value=soon",
    })
    void shouldNameWhatIsWrong(String uri, String named) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> EponaUri.parse(uri));

        assertTrue(e.getMessage().contains(named), e.getMessage());
    }

    @ParameterizedTest
    @EnumSource(UriText.class)
    void shouldBeInTheManual(UriText option) throws IOException {
        String row = String.format("| `%s` | none | text | %s |", option.key(), option.meaning());

        assertTrue(Files.readString(Path.of("../../docs/connection-uri.md")).contains(row), row);
    }

    @ParameterizedTest
    @EnumSource(UriOption.class)
    void shouldBeInTheManual(UriOption option) throws IOException {
        String row = String.format(
                "| `%s` | %d | %s | %s |", option.key(), option.defaultValue(), option.range(), option.meaning());

        assertTrue(Files.readString(Path.of("../../docs/connection-uri.md")).contains(row), row);
    }
}
