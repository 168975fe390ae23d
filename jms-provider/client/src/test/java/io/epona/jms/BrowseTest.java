package io.epona.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.FakeBroker.BrowseAnswer;
import io.epona.jms.destination.EponaQueue;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.BrowseDecoder;
import io.epona.protocol.wire.OpenConsumerDecoder;
import jakarta.jms.Connection;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.IOException;
import java.util.Enumeration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a browser asks, and what selectors are sent. */
class BrowseTest {
    private static final EponaQueue ORDERS = new EponaQueue("orders");

    private final FakeBroker broker = new FakeBroker();

    @AfterEach
    void close() throws IOException {
        broker.close();
    }

    private Connection connect(String options) throws JMSException {
        return new EponaConnectionFactory(broker.uri(options)).createConnection();
    }

    private void answer(boolean isWhole, boolean isComplete, long... numbers) {
        broker.browseAnswers.add(new BrowseAnswer(isWhole, isComplete, numbers));
    }

    private static String text(Object message) throws JMSException {
        return ((Message) message).getBody(String.class);
    }

    @Test
    void shouldAskWhereTheLastAnswerEndedUntilOneIsComplete() throws JMSException {
        try (Connection connection = connect("prefetchMessages=2")) {
            answer(true, false);
            answer(true, false, 1, 2);
            answer(true, false);
            answer(true, true, 7);
            Enumeration<?> messages =
                    connection.createSession().createBrowser(ORDERS, "a = 1").getEnumeration();

            assertEquals("m1", text(messages.nextElement()));
            assertEquals("m2", text(messages.nextElement()));
            assertEquals("m7", text(messages.nextElement()));
            assertFalse(messages.hasMoreElements());
            assertEquals(4, broker.starting("Browse").size());
            broker.await("Browse messages=0 priority=9 last=0 after=0 queue=orders selector=a = 1");
            broker.await("Browse messages=2 priority=9 last=0 after=0 queue=orders selector=a = 1");
            broker.await("Browse messages=2 priority=4 last=99 after=2 queue=orders selector=a = 1");
            broker.await("Browse messages=2 priority=4 last=99 after=0 queue=orders selector=a = 1");
        }
    }

    @Test
    void shouldShowNothingTwiceWhenAnAnswerIsCutOff() throws Exception {
        try (Connection connection = connect("prefetchMessages=3")) {
            answer(true, false);
            answer(true, false, 1);
            answer(false, false, 2, 3);
            Enumeration<?> messages =
                    connection.createSession().createBrowser(ORDERS).getEnumeration();
            assertEquals("m1", text(messages.nextElement()));
            CompletableFuture<Boolean> more = CompletableFuture.supplyAsync(messages::hasMoreElements);
            broker.awaitCount("Browse", 3);

            answer(true, true, 2, 3, 4);
            broker.cut();

            assertTrue(more.get(10, TimeUnit.SECONDS));
            for (int number = 2; number <= 4; number++) {
                assertEquals("m" + number, text(messages.nextElement()));
            }
            assertFalse(messages.hasMoreElements());
            broker.await("Browse messages=3 priority=4 last=99 after=1 queue=orders selector=");
        }
    }

    @Test
    void shouldNotAskABrokerThatIsTooOld() throws JMSException {
        broker.protocolVersion = Protocol.BROWSE_VERSION - 1;
        try (Connection connection = connect("clientId=c")) {
            Session session = connection.createSession();

            JMSException e = assertThrows(JMSException.class, () -> session.createBrowser(ORDERS));

            assertEquals("EPONA-5001", e.getErrorCode());
            assertEquals(0, broker.starting("Browse").size());
        }
    }

    @Test
    void shouldSayWhyABrowserOrAConsumerIsRefused() throws JMSException {
        broker.refuse(OpenConsumerDecoder.TEMPLATE_ID, ErrorCode.INVALID_SELECTOR);
        broker.refuse(BrowseDecoder.TEMPLATE_ID, ErrorCode.INVALID_SELECTOR);
        try (Connection connection = connect("clientId=c")) {
            Session session = connection.createSession();
            assertThrows(InvalidSelectorException.class, () -> session.createConsumer(ORDERS, "a ="));
            assertThrows(InvalidSelectorException.class, () -> session.createBrowser(ORDERS, "a ="));
            broker.awaitCount("OpenConsumer", 1);
            assertTrue(broker.starting("OpenConsumer").get(0).endsWith(" selector=a ="), broker.frames.toString());

            String longest = "x".repeat(Protocol.MAX_SELECTOR_LENGTH);
            assertThrows(InvalidSelectorException.class, () -> session.createConsumer(ORDERS, longest + "x"));
            assertEquals(1, broker.starting("OpenConsumer").size(), "what does not fit its field is not sent");
            assertThrows(InvalidSelectorException.class, () -> session.createConsumer(ORDERS, longest));
            assertEquals(2, broker.starting("OpenConsumer").size());
        }
    }

    @Test
    void shouldEndWhenTheConnectionFailsForGood() throws Exception {
        try (Connection connection = connect("prefetchMessages=1&resumeTimeoutMs=1")) {
            answer(true, false);
            answer(true, false, 1);
            Enumeration<?> messages =
                    connection.createSession().createBrowser(ORDERS).getEnumeration();
            assertEquals("m1", text(messages.nextElement()));
            broker.close();

            assertThrows(JMSRuntimeException.class, messages::hasMoreElements);
        }
    }
}
