package io.epona.server.jms;

import static io.epona.server.jms.DeadLetterTest.all;
import static io.epona.server.jms.DeadLetterTest.send;
import static io.epona.server.jms.DeadLetterTest.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Messages that are to be delivered later. */
class DeliveryDelayTest extends JmsTest {
    private static final long DELAY_MS = 700;
    private static final long LONG_DELAY_MS = 3_600_000;

    private static long nowMs() {
        return Clock.systemUTC().millis();
    }

    /** Receives a message and checks that its time has come. */
    private static Message receiveDue(MessageConsumer consumer) throws JMSException {
        Message message = consumer.receive(TIMEOUT_MS);
        assertNotNull(message, "no message came in time");
        long earlyMs = message.getJMSDeliveryTime() - nowMs();
        assertTrue(earlyMs <= 0, "earlyMs=" + earlyMs);
        return message;
    }

    @Test
    void shouldDeliverInTheOrderOfTheTimes() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession()) {
            Queue queue = session.createQueue("delayed");
            MessageProducer producer = session.createProducer(queue);
            MessageConsumer consumer = session.createConsumer(queue);
            producer.setDeliveryDelay(2 * DELAY_MS);
            assertEquals(2 * DELAY_MS, producer.getDeliveryDelay());
            TextMessage last = session.createTextMessage("last");
            long beforeMs = nowMs();
            producer.send(last);
            assertTrue(last.getJMSDeliveryTime() >= beforeMs + 2 * DELAY_MS);
            assertEquals(last.getJMSTimestamp() + 2 * DELAY_MS, last.getJMSDeliveryTime());
            producer.setDeliveryDelay(DELAY_MS);
            send(session, producer, "middle");
            producer.setDeliveryDelay(0);
            send(session, producer, "first");

            assertEquals("first", text(receiveDue(consumer)));
            assertEquals("middle", text(receiveDue(consumer)));
            Message received = receiveDue(consumer);
            assertEquals("last", text(received));
            assertEquals(last.getJMSDeliveryTime(), received.getJMSDeliveryTime());
            assertEquals(1, received.getIntProperty("JMSXDeliveryCount"));
        }
    }

    @Test
    void shouldDelayInTheSimplifiedApi() throws Exception {
        try (JMSContext context = new EponaConnectionFactory(vmUri()).createContext()) {
            Queue queue = context.createQueue("simple");
            JMSProducer producer = context.createProducer().setDeliveryDelay(DELAY_MS);
            assertEquals(DELAY_MS, producer.getDeliveryDelay());
            long startNs = System.nanoTime();
            producer.send(queue, "later");
            assertEquals("later", context.createConsumer(queue).receiveBody(String.class, TIMEOUT_MS));
            long waitedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
            assertTrue(waitedMs >= DELAY_MS - 1, "waitedMs=" + waitedMs);
            assertThrows(JMSRuntimeException.class, () -> producer.setDeliveryDelay(-1));
        }
    }

    @Test
    void shouldCountTheDelayOfATransactionFromTheSend() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                Session other = connection.createSession()) {
            Queue queue = session.createQueue("transacted");
            MessageProducer producer = session.createProducer(queue);
            producer.setDeliveryDelay(DELAY_MS);
            TextMessage message = session.createTextMessage("later");
            producer.send(message);
            MessageProducer slow = other.createProducer(other.createQueue("pause"));
            slow.setDeliveryDelay(2 * DELAY_MS);
            send(other, slow, "pause");
            receiveDue(other.createConsumer(other.createQueue("pause")));
            assertTrue(nowMs() > message.getJMSDeliveryTime());

            session.commit();

            assertNotNull(other.createConsumer(queue).receive(DELAY_MS), "it was due at the commit");
        }
    }

    @Test
    void shouldHideFromBrowsersWhatIsNotDue() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession()) {
            Queue queue = session.createQueue("browsed");
            MessageProducer producer = session.createProducer(queue);
            producer.setDeliveryDelay(LONG_DELAY_MS);
            send(session, producer, "much later");
            producer.setDeliveryDelay(0);
            send(session, producer, "now");

            List<?> shown = all(session.createBrowser(queue).getEnumeration());

            assertEquals(1, shown.size());
            assertEquals("now", text((Message) shown.get(0)));
        }
    }

    @Test
    void shouldGiveADelayedMessageOfATopicToTheSubscriptionsOfItsSending() throws Exception {
        try (Connection connection = connect("delays");
                Session session = connection.createSession()) {
            Topic topic = session.createTopic("delayed");
            MessageConsumer early = session.createConsumer(topic);
            session.createDurableConsumer(topic, "durable").close();
            MessageProducer producer = session.createProducer(topic);
            producer.setDeliveryDelay(DELAY_MS);
            send(session, producer, "later");
            MessageConsumer late = session.createConsumer(topic);

            assertEquals("later", text(receiveDue(early)));
            assertEquals("later", text(receiveDue(session.createDurableConsumer(topic, "durable"))));
            assertNull(late.receiveNoWait());
        }
    }

    @Test
    void shouldExpireBeforeADelayThatIsLonger() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession()) {
            Queue queue = session.createQueue("expiring");
            MessageProducer producer = session.createProducer(queue);
            producer.setTimeToLive(DELAY_MS);
            producer.setDeliveryDelay(2 * DELAY_MS);
            TextMessage never = session.createTextMessage("never");
            producer.send(never);
            assertEquals(never.getJMSTimestamp() + DELAY_MS, never.getJMSExpiration());
            producer.setTimeToLive(0);
            producer.setDeliveryDelay(3 * DELAY_MS);
            send(session, producer, "then");

            assertEquals("then", text(receiveDue(session.createConsumer(queue))));
        }
    }

    @Test
    void shouldKeepDelaysOverARestart() throws Exception {
        List<String> sent = new ArrayList<>();
        try (Connection connection = connect();
                Session session = connection.createSession()) {
            Queue queue = session.createQueue("restarted");
            MessageProducer producer = session.createProducer(queue);
            for (int i = 5; i > 0; i--) {
                producer.setDeliveryDelay(1_500 + i * 100);
                send(session, producer, "m" + i);
                sent.add(0, "m" + i);
            }
        }
        restartBroker();
        try (Connection connection = connect();
                Session session = connection.createSession()) {
            Queue queue = session.createQueue("restarted");
            MessageConsumer consumer = session.createConsumer(queue);
            List<String> received = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                received.add(text(receiveDue(consumer)));
            }
            Collections.sort(received);
            assertEquals(sent, received);
        }
    }

    @Test
    void shouldSelectAmongWhatIsDue() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (Connection connection = connect();
                Session session = connection.createSession()) {
            Queue queue = session.createQueue("mixed");
            MessageProducer producer = session.createProducer(queue);
            MessageConsumer even = session.createConsumer(queue, "kind = 0");
            MessageConsumer odd = session.createConsumer(queue, "kind = 1");
            int count = 200;
            int[] ofKind = new int[2];
            for (int i = 0; i < count; i++) {
                TextMessage message = session.createTextMessage("m" + i);
                int kind = random.nextInt(2);
                ofKind[kind]++;
                message.setIntProperty("kind", kind);
                producer.setPriority(random.nextInt(10));
                producer.setDeliveryDelay(random.nextInt(500));
                producer.send(message, new Ignored());
            }
            for (int i = 0; i < ofKind[0]; i++) {
                assertEquals(0, receiveDue(even).getIntProperty("kind"), "seed=" + seed);
            }
            for (int i = 0; i < ofKind[1]; i++) {
                assertEquals(1, receiveDue(odd).getIntProperty("kind"), "seed=" + seed);
            }
            assertNull(even.receiveNoWait());
            assertNull(odd.receiveNoWait());
        }
    }

    @Test
    void shouldDelayASendWithACompletionListener() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession()) {
            Queue queue = session.createQueue("async");
            MessageProducer producer = session.createProducer(queue);
            producer.setDeliveryDelay(DELAY_MS);
            CompletableFuture<Long> deliveryTime = new CompletableFuture<>();
            producer.send(session.createTextMessage("later"), new CompletionListener() {
                @Override
                public void onCompletion(Message message) {
                    try {
                        deliveryTime.complete(message.getJMSDeliveryTime());
                    } catch (JMSException e) {
                        deliveryTime.completeExceptionally(e);
                    }
                }

                @Override
                public void onException(Message message, Exception exception) {
                    deliveryTime.completeExceptionally(exception);
                }
            });
            Message received = receiveDue(session.createConsumer(queue));
            assertEquals(deliveryTime.get(TIMEOUT_MS, TimeUnit.MILLISECONDS), received.getJMSDeliveryTime());
            assertThrows(JMSException.class, () -> producer.setDeliveryDelay(-1));
        }
    }

    private static final class Ignored implements CompletionListener {
        @Override
        public void onCompletion(Message message) {
            // What counts is what is received.
        }

        @Override
        public void onException(Message message, Exception exception) {
            throw new AssertionError(exception);
        }
    }
}
