package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.epona.broker.EponaBroker;
import io.epona.jms.admin.EponaAdmin;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The properties of destinations in a journal that version 5 of the effect records wrote, which must be readable for ever.
 * {@link #main} wrote it; it is never written again.
 */
class GoldenPropertiesTest {
    private static final String GOLDEN = "effects-v5-properties.epj";

    @TempDir
    Path directory;

    @Test
    void shouldReadThePropertiesOfVersion5() throws Exception {
        GoldenSegment.restore(GOLDEN, directory);
        try (EponaBroker broker =
                        EponaBroker.builder().dataDirectory(directory).port(0).start();
                EponaAdmin admin = EponaAdmin.connect(broker.uri())) {
            assertEquals(
                    Map.of("maxDeliveries", "7", "redeliveryBackoff", "1.5"),
                    admin.queue("orders").properties());
            assertEquals(Map.of("expiryQueue", "late.*"), admin.topic("news").properties());
        }
    }

    /** Writes the journal into the directory given and leaves there the part that is not empty. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        try (EponaBroker broker =
                        EponaBroker.builder().dataDirectory(directory).port(0).start();
                EponaAdmin admin = EponaAdmin.connect(broker.uri())) {
            admin.setQueueProperties("orders", true, Map.of("maxDeliveries", "5"));
            admin.setTopicProperties("news", true, Map.of("expiryQueue", "late.*"));
            admin.setQueueProperties("orders", false, Map.of("maxDeliveries", "7", "redeliveryBackoff", "1.5"));
        }
        GoldenSegment.keep(GOLDEN, directory);
    }
}
