package io.epona.tck.provider;

import io.epona.broker.EponaBroker;
import io.epona.jms.EponaConnectionFactory;
import io.epona.jms.destination.EponaQueue;
import io.epona.jms.destination.EponaTopic;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnectionFactory;
import java.nio.file.Path;
import java.util.Set;

/** A broker of this project in this JVM, on disk, over TCP. There are no differences. */
final class EponaProvider implements Provider {
    private EponaBroker broker;

    EponaProvider() {}

    @Override
    public void start(Path directory) throws Exception {
        broker = EponaBroker.builder().dataDirectory(directory).port(0).start();
    }

    @Override
    public ConnectionFactory connectionFactory() {
        return new EponaConnectionFactory(broker.uri());
    }

    @Override
    public QueueConnectionFactory queueConnectionFactory() {
        return new EponaConnectionFactory(broker.uri());
    }

    @Override
    public TopicConnectionFactory topicConnectionFactory() {
        return new EponaConnectionFactory(broker.uri());
    }

    @Override
    public ConnectionFactory connectionFactoryWithClientId(String clientId) {
        return new EponaConnectionFactory(broker.uri() + "?clientId=" + clientId);
    }

    @Override
    public Queue queue(String name) {
        return new EponaQueue(name);
    }

    @Override
    public Topic topic(String name) {
        return new EponaTopic(name);
    }

    @Override
    public Set<String> differences() {
        return Set.of();
    }

    @Override
    public void close() {
        broker.close();
        broker.failure().ifPresent(failure -> {
            throw new AssertionError("broker failed", failure);
        });
    }
}
