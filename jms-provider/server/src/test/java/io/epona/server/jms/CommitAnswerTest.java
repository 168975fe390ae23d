package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.epona.jms.EponaConnectionFactory;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.CommitDecoder;
import io.epona.protocol.wire.SendConfirmedDecoder;
import io.epona.protocol.wire.SendConfirmedEncoder;
import io.epona.server.proxy.FrameProxy;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commits over several queues while the socket is cut at each byte of a frame: each takes effect once, and wholly. */
class CommitAnswerTest extends JmsTest {
    private static final int ANSWER_LENGTH =
            Protocol.LENGTH_PREFIX + Protocol.HEADER_LENGTH + SendConfirmedEncoder.BLOCK_LENGTH;
    private static final String[] OUT = {"out.1", "out.2", "out.3"};

    private FrameProxy proxy;

    @BeforeEach
    void openProxy() throws Exception {
        proxy = new FrameProxy(URI.create(uri()).getPort());
    }

    @AfterEach
    void closeProxy() throws Exception {
        proxy.close();
    }

    /** Cuts the first frame of a kind behind some of its bytes, and says how long it was. */
    private static final class Cut implements FrameProxy.Rule {
        private final boolean isOfRequest;
        private final int length;
        private boolean isCommitSeen;
        private boolean isDone;

        Cut(boolean isOfRequest, int length) {
            this.isOfRequest = isOfRequest;
            this.length = length;
        }

        @Override
        public synchronized int pass(boolean isToBroker, int template, ByteBuffer frame) {
            boolean isCommit = isToBroker && template == CommitDecoder.TEMPLATE_ID;
            boolean isAnswer = !isToBroker && template == SendConfirmedDecoder.TEMPLATE_ID && isCommitSeen;
            isCommitSeen |= isCommit;
            if (isDone || !(isOfRequest ? isCommit : isAnswer)) {
                return frame.limit();
            }
            isDone = true;
            return Math.min(length, frame.limit());
        }

        synchronized boolean isDone() {
            return isDone;
        }
    }

    @Test
    void shouldCommitOnceWhereverTheAnswerIsCut() throws Exception {
        commitAndCut(false, ANSWER_LENGTH);
    }

    @Test
    void shouldCommitOnceWhereverTheRequestIsCut() throws Exception {
        // Longer than the frame is with one range of deliveries; beyond its end nothing is cut.
        commitAndCut(true, 64);
    }

    private void commitAndCut(boolean isOfRequest, int lengthCount) throws Exception {
        fill(lengthCount);
        try (Connection connection = new EponaConnectionFactory(proxy.uri()).createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            connection.start();
            MessageConsumer consumer = session.createConsumer(session.createQueue("in"));
            for (int length = 0; length < lengthCount; length++) {
                Cut cut = new Cut(isOfRequest, length);
                proxy.rule(cut);
                move(session, consumer);
                assertEquals(true, cut.isDone(), "cut behind " + length);
            }
        }
        proxy.rule(FrameProxy.ALL);
        List<String> expected =
                IntStream.range(0, lengthCount).mapToObj(Integer::toString).toList();
        for (String queue : OUT) {
            assertEquals(expected, drain(queue, lengthCount), queue);
        }
        assertEquals(List.of(), drain("in", 0));
    }

    private void fill(int count) throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession()) {
            for (int i = 0; i < count; i++) {
                session.createProducer(session.createQueue("in")).send(session.createTextMessage(Integer.toString(i)));
            }
        }
    }

    private static void move(Session session, MessageConsumer consumer) throws Exception {
        String text = ((TextMessage) consumer.receive(TIMEOUT_MS)).getText();
        for (String queue : OUT) {
            session.createProducer(session.createQueue(queue)).send(session.createTextMessage(text));
        }
        session.commit();
    }

    private List<String> drain(String queue, int count) throws Exception {
        List<String> texts = new ArrayList<>();
        try (Connection connection = connect();
                Session session = connection.createSession();
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            for (Message next = consumer.receive(texts.size() < count ? TIMEOUT_MS : 300);
                    next != null;
                    next = consumer.receive(texts.size() < count ? TIMEOUT_MS : 300)) {
                texts.add(((TextMessage) next).getText());
            }
        }
        return texts;
    }
}
