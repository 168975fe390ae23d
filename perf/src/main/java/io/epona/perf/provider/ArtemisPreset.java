package io.epona.perf.provider;

import io.epona.perf.machine.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** ActiveMQ Artemis with the settings that its {@code artemis create} writes, and some that make it faster. */
final class ArtemisPreset implements Preset {
    static final String VERSION = "2.56.0";

    private static final Artifacts ARTIFACTS = new Artifacts(
            "artemis-" + VERSION,
            List.of(
                    "org.apache.artemis:artemis-jakarta-server:" + VERSION,
                    "org.apache.artemis:artemis-jakarta-client:" + VERSION,
                    "org.slf4j:slf4j-simple:2.0.17"));

    /** The options that {@code artemis create} writes to artemis.profile. */
    private static final List<String> JVM = List.of(
            "-XX:AutoBoxCacheMax=20000",
            "-XX:+UseG1GC",
            "-XX:+UseStringDeduplication",
            "-Xms512M",
            "-Xmx2G",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");

    private static final long CALIBRATION_MS = 300;
    private static final int BLOCK_LENGTH = 4096;
    private static final double MEDIAN = 50;

    private final Variant variant;

    /** How it writes its journal. */
    enum Variant {
        /** As created: NIO, and a buffer timeout that follows from the speed of the disk. */
        CREATED("artemis", "NIO", "1"),
        /** NIO, and a buffer that is written at once; the best found on the reference machine. */
        BEST("artemis-best", "NIO", "1"),
        /** As created where libaio is installed. */
        AIO("artemis-aio", "ASYNCIO", "4096"),
        /** With libaio, and a buffer that is written at once. */
        AIO_BEST("artemis-aio-best", "ASYNCIO", "4096");

        private final String label;
        private final String journal;
        private final String maxIo;

        Variant(String label, String journal, String maxIo) {
            this.label = label;
            this.journal = journal;
            this.maxIo = maxIo;
        }

        private boolean isImmediate() {
            return this == BEST || this == AIO_BEST;
        }
    }

    ArtemisPreset(Variant variant) {
        this.variant = variant;
    }

    @Override
    public String name() {
        return variant.label;
    }

    @Override
    public String description() {
        String timeout = variant.isImmediate() ? "buffer timeout 1 µs" : "buffer timeout as `artemis create` finds it";
        return "ActiveMQ Artemis " + VERSION + " as created: journal " + variant.journal + ", datasync, " + timeout;
    }

    @Override
    public List<Path> jars() throws ProviderException {
        return ARTIFACTS.files();
    }

    @Override
    public String url(int port) {
        return "tcp://127.0.0.1:" + port;
    }

    @Override
    public FactorySpec factory(String url) throws ProviderException {
        return FactorySpec.of(jars(), "org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory", url);
    }

    @Override
    public String xaFactoryClass() {
        return "org.apache.activemq.artemis.jms.client.ActiveMQXAConnectionFactory";
    }

    @Override
    public Launch launch(Path directory, int port) throws ProviderException, IOException {
        long timeoutNs = variant.isImmediate() ? 1_000 : syncNs(directory);
        Path configuration = directory.resolve("broker.xml");
        Files.writeString(configuration, configuration(directory.resolve("data"), port, timeoutNs));
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("journal-type", variant.journal);
        settings.put("journal-datasync", true);
        settings.put("journal-buffer-timeout", timeoutNs);
        settings.put("journal-max-io", variant.maxIo);
        settings.put("security-enabled", false);
        settings.put("jvm", JVM);
        return new Launch(Launch.peer(JVM, jars(), "artemis", configuration.toString()), settings);
    }

    /** What {@code artemis create} does: it sets the timeout to the time that the disk takes for a synced block. */
    private static long syncNs(Path directory) throws IOException {
        return new Limits(directory, CALIBRATION_MS).sync(BLOCK_LENGTH).getValueAtPercentile(MEDIAN);
    }

    private String configuration(Path data, int port, long timeoutNs) {
        return String.join(
                "\n",
                "<configuration xmlns=\"urn:activemq\"><core xmlns=\"urn:activemq:core\">",
                "<name>perf</name>",
                "<persistence-enabled>true</persistence-enabled>",
                "<security-enabled>false</security-enabled>",
                "<journal-type>" + variant.journal + "</journal-type>",
                "<paging-directory>" + data + "/paging</paging-directory>",
                "<bindings-directory>" + data + "/bindings</bindings-directory>",
                "<journal-directory>" + data + "/journal</journal-directory>",
                "<large-messages-directory>" + data + "/large-messages</large-messages-directory>",
                "<journal-datasync>true</journal-datasync>",
                "<journal-min-files>2</journal-min-files>",
                "<journal-pool-files>10</journal-pool-files>",
                "<journal-device-block-size>4096</journal-device-block-size>",
                "<journal-file-size>10M</journal-file-size>",
                "<journal-buffer-timeout>" + timeoutNs + "</journal-buffer-timeout>",
                "<journal-max-io>" + variant.maxIo + "</journal-max-io>",
                "<disk-scan-period>5000</disk-scan-period>",
                "<max-disk-usage>90</max-disk-usage>",
                "<page-sync-timeout>" + timeoutNs + "</page-sync-timeout>",
                "<global-max-messages>-1</global-max-messages>",
                "<acceptors><acceptor name=\"artemis\">tcp://127.0.0.1:" + port
                        + "?tcpSendBufferSize=1048576;tcpReceiveBufferSize=1048576;useEpoll=true;protocols=CORE"
                        + "</acceptor></acceptors>",
                "<address-settings><address-setting match=\"#\">",
                "<dead-letter-address>DLQ</dead-letter-address>",
                "<expiry-address>ExpiryQueue</expiry-address>",
                "<redelivery-delay>0</redelivery-delay>",
                "<max-size-bytes>-1</max-size-bytes>",
                "<message-counter-history-day-limit>10</message-counter-history-day-limit>",
                "<address-full-policy>PAGE</address-full-policy>",
                "<auto-create-queues>true</auto-create-queues>",
                "<auto-create-addresses>true</auto-create-addresses>",
                "<auto-delete-queues>false</auto-delete-queues>",
                "<auto-delete-addresses>false</auto-delete-addresses>",
                "</address-setting></address-settings>",
                "<addresses>",
                "<address name=\"DLQ\"><anycast><queue name=\"DLQ\"/></anycast></address>",
                "<address name=\"ExpiryQueue\"><anycast><queue name=\"ExpiryQueue\"/></anycast></address>",
                "</addresses>",
                "</core></configuration>",
                "");
    }
}
