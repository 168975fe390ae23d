package io.epona.server.cli;

import io.epona.jms.EponaConnectionFactory;
import io.epona.server.proxy.FrameProxy;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A broker and a process that moves messages, both to be killed and started again; a proxy is between them. */
final class TransferRig implements AutoCloseable {
    private static final int GRACE_MS = 1_000;
    private static final long LATE_MS = 30_000;
    private static final long EMPTY_MS = 500;

    private final Path directory;
    private final FrameProxy proxy;
    private CliProcess broker;
    private CliProcess mover;
    private String brokerUri;

    TransferRig(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        // The first message may be given back with each kill, and is not to be dead-lettered.
        Files.writeString(
                directory.resolve("epona.properties"),
                "resumeGraceMs=" + GRACE_MS + "\ndestinations.#.maxDeliveries=0\n");
        launchBroker();
        awaitBroker();
        proxy = new FrameProxy(URI.create(brokerUri).getPort());
    }

    FrameProxy proxy() {
        return proxy;
    }

    String brokerUri() {
        return brokerUri;
    }

    CliProcess mover() {
        return mover;
    }

    private void launchBroker() throws IOException {
        broker = CliProcess.startShort(
                EponaCli.class.getName(),
                "run",
                "--config",
                directory.resolve("epona.properties").toString(),
                "--data",
                directory.resolve("data").toString(),
                "--port",
                "0");
    }

    private void awaitBroker() throws InterruptedException {
        brokerUri = broker.awaitReady();
    }

    void killBroker() {
        broker.close();
    }

    void startBroker() throws IOException, InterruptedException {
        launchBroker();
        awaitBroker();
        proxy.leadTo(URI.create(brokerUri).getPort());
    }

    void startMover() throws IOException {
        mover = CliProcess.startShort(TransferProcess.class.getName(), proxy.uri(), directory.toString(), "serve");
    }

    void killMover() {
        mover.close();
    }

    void fill(int count) throws Exception {
        try (Connection connection = new EponaConnectionFactory(brokerUri).createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            MessageProducer producer = session.createProducer(session.createQueue(Mover.IN));
            for (int i = 0; i < count; i++) {
                producer.send(session.createTextMessage(String.format("%04d", i)));
            }
            session.commit();
        }
    }

    /** What a queue holds, in the order of the texts. */
    List<String> browse(String queue) throws Exception {
        List<String> texts = new ArrayList<>();
        try (Connection connection = new EponaConnectionFactory(brokerUri).createConnection();
                Session session = connection.createSession();
                QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
            var messages = browser.getEnumeration();
            while (messages.hasMoreElements()) {
                texts.add(((TextMessage) messages.nextElement()).getText());
            }
        }
        texts.sort(null);
        return texts;
    }

    /** Consumes so many messages of a queue and then finds none any more; in the order of the texts. */
    List<String> drain(String queue, int count) throws Exception {
        List<String> texts = new ArrayList<>();
        try (Connection connection = new EponaConnectionFactory(brokerUri).createConnection();
                Session session = connection.createSession();
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            connection.start();
            // What a killed process had comes back once its connection is given up.
            for (Message next = consumer.receive(LATE_MS);
                    next != null;
                    next = consumer.receive(texts.size() < count ? LATE_MS : EMPTY_MS)) {
                texts.add(((TextMessage) next).getText());
            }
        }
        texts.sort(null);
        return texts;
    }

    @Override
    public void close() throws IOException {
        if (mover != null) {
            killMover();
        }
        killBroker();
        proxy.close();
    }
}
