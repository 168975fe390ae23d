package io.epona.perf.provider;

import java.nio.file.Path;
import java.util.List;

/** RabbitMQ through its JMS client. Its broker is no Java program: it is to be started by hand. */
final class RabbitPreset implements Preset {
    static final String VERSION = "3.5.0";

    private static final Artifacts ARTIFACTS = new Artifacts(
            "rabbitmq-jms-" + VERSION,
            List.of("com.rabbitmq.jms:rabbitmq-jms:" + VERSION, "org.slf4j:slf4j-nop:1.7.36"));

    private static final int DEFAULT_PORT = 5672;

    @Override
    public String name() {
        return "rabbitmq";
    }

    @Override
    public String description() {
        return "RabbitMQ through its JMS client " + VERSION + ": a broker that runs already (apt install"
                + " rabbitmq-server); its JMS sends do not wait for the disk";
    }

    @Override
    public List<Path> jars() throws ProviderException {
        return ARTIFACTS.files();
    }

    @Override
    public String url(int port) {
        return "amqp://guest:guest@127.0.0.1:" + (port == 0 ? DEFAULT_PORT : port);
    }

    @Override
    public FactorySpec factory(String url) throws ProviderException {
        return FactorySpec.of(jars(), "com.rabbitmq.jms.admin.RMQConnectionFactory", url);
    }

    @Override
    public boolean isStartable() {
        return false;
    }

    @Override
    public Launch launch(Path directory, int port) throws ProviderException {
        throw new ProviderException("the harness does not start this broker, give the URL of one that runs: provider="
                + name() + " url=" + url(0));
    }
}
