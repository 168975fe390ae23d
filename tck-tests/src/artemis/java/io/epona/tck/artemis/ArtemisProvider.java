package io.epona.tck.artemis;

import io.epona.tck.provider.Provider;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnectionFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;
import org.apache.activemq.artemis.jms.client.ActiveMQQueueConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQTopicConnectionFactory;

/** An embedded broker, on disk, over TCP. What it is known to do otherwise is listed in {@code differences.txt}. */
final class ArtemisProvider implements Provider {
    private EmbeddedActiveMQ broker;
    private String url;

    ArtemisProvider() {}

    @Override
    public void start(Path directory) throws Exception {
        url = "tcp://127.0.0.1:" + freePort();
        Configuration configuration = new ConfigurationImpl()
                .setSecurityEnabled(false)
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setLargeMessagesDirectory(directory.resolve("large").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .addAcceptorConfiguration("tcp", url)
                // Its default gives up on a message after ten deliveries and sends it nowhere.
                .addAddressSetting("#", new AddressSettings().setMaxDeliveryAttempts(-1));
        broker = new EmbeddedActiveMQ();
        broker.setConfiguration(configuration);
        broker.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public ConnectionFactory connectionFactory() {
        return new ActiveMQConnectionFactory(url);
    }

    @Override
    public QueueConnectionFactory queueConnectionFactory() {
        return new ActiveMQQueueConnectionFactory(url);
    }

    @Override
    public TopicConnectionFactory topicConnectionFactory() {
        return new ActiveMQTopicConnectionFactory(url);
    }

    @Override
    public ConnectionFactory connectionFactoryWithClientId(String clientId) {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
        factory.setClientID(clientId);
        return factory;
    }

    @Override
    public Queue queue(String name) {
        return ActiveMQDestination.createQueue(name);
    }

    @Override
    public Topic topic(String name) {
        return ActiveMQDestination.createTopic(name);
    }

    @Override
    public Set<String> differences() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                ArtemisProvider.class.getResourceAsStream("differences.txt"), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            broker.stop();
        } catch (Exception e) {
            throw new IllegalStateException("broker does not stop", e);
        }
    }
}
