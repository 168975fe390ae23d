package io.epona.perf.provider;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** ActiveMQ Classic with KahaDB, which syncs each write as it does by default. */
final class ClassicPreset implements Preset {
    static final String VERSION = "6.3.1";

    private static final Artifacts ARTIFACTS = new Artifacts(
            "classic-" + VERSION,
            List.of(
                    "org.apache.activemq:activemq-broker:" + VERSION,
                    "org.apache.activemq:activemq-client:" + VERSION,
                    "org.apache.activemq:activemq-kahadb-store:" + VERSION,
                    "org.slf4j:slf4j-simple:2.0.17"));

    /** The memory that its start script gives it. */
    private static final List<String> JVM =
            List.of("-Xms64M", "-Xmx1G", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");

    @Override
    public String name() {
        return "classic";
    }

    @Override
    public String description() {
        return "ActiveMQ Classic " + VERSION + ": KahaDB, enableJournalDiskSyncs, without JMX";
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
        return FactorySpec.of(jars(), "org.apache.activemq.ActiveMQConnectionFactory", url);
    }

    @Override
    public String xaFactoryClass() {
        return "org.apache.activemq.ActiveMQXAConnectionFactory";
    }

    @Override
    public Launch launch(Path directory, int port) throws ProviderException {
        String uri = "broker:(tcp://127.0.0.1:" + port + "?maximumConnections=1000)?brokerName=perf&persistent=true"
                + "&useJmx=false&dataDirectory=" + directory.resolve("data");
        return new Launch(
                Launch.peer(JVM, jars(), "classic", uri), Map.of("broker", uri, "store", "KahaDB", "jvm", JVM));
    }
}
