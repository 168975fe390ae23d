package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epona.jms.EponaConnectionFactory;
import io.epona.jms.EponaJms;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The session mode that acknowledges messages one by one. */
class IndividualAcknowledgeTest extends JmsTest {
    private static void send(Session session, Queue queue, int count) throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < count; i++) {
            producer.send(session.createTextMessage("m" + i));
        }
    }

    private static List<Message> receive(MessageConsumer consumer, int count) throws JMSException {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(consumer.receive(TIMEOUT_MS));
        }
        return messages;
    }

    private static List<String> texts(List<Message> messages) throws JMSException {
        List<String> texts = new ArrayList<>();
        for (Message message : messages) {
            texts.add(message.getBody(String.class) + "/" + message.getIntProperty("JMSXDeliveryCount"));
        }
        return texts;
    }

    @Test
    void shouldAcknowledgeTheMessageAloneInAnyOrder() throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession(EponaJms.INDIVIDUAL_ACKNOWLEDGE);
            assertEquals(EponaJms.INDIVIDUAL_ACKNOWLEDGE, session.getAcknowledgeMode());
            Queue queue = session.createQueue("individual");
            send(session, queue, 5);
            MessageConsumer consumer = session.createConsumer(queue);
            List<Message> messages = receive(consumer, 5);
            messages.get(3).acknowledge();
            messages.get(1).acknowledge();
            messages.get(1).acknowledge();

            session.recover();

            List<Message> again = receive(consumer, 3);
            assertEquals(List.of("m0/2", "m2/2", "m4/2"), texts(again));
            messages.get(0).acknowledge();
            consumer.close();
            again.get(2).acknowledge();
            again.get(0).acknowledge();
        }
        try (Connection connection = connect()) {
            Session session = connection.createSession(false, EponaJms.INDIVIDUAL_ACKNOWLEDGE);
            MessageConsumer consumer = session.createConsumer(session.createQueue("individual"));
            List<Message> rest = receive(consumer, 1);
            assertEquals(List.of("m2/3"), texts(rest));
            assertNull(consumer.receiveNoWait());
            session.close();
            assertThrows(IllegalStateException.class, () -> rest.get(0).acknowledge());
        }
    }

    @Test
    void shouldHoldWhatIsNotAcknowledgedOverARestart() throws Exception {
        try (Connection connection = connect()) {
            Session session = connection.createSession(EponaJms.INDIVIDUAL_ACKNOWLEDGE);
            Queue queue = session.createQueue("individual-restart");
            send(session, queue, 4);
            MessageConsumer consumer = session.createConsumer(queue);
            List<Message> messages = receive(consumer, 4);
            messages.get(2).acknowledge();
            stopBroker();
            startBroker();
            messages.get(0).acknowledge();
            assertNull(consumer.receiveNoWait());
            session.recover();
            assertEquals(List.of("m1/2", "m3/2"), texts(receive(consumer, 2)));
        }
    }

    @Test
    void shouldGoOnAfterAListenerThatThrewAndAcknowledgeAllOfAContext() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            send(session, session.createQueue("individual-context"), 3);
        }
        try (JMSContext context = new EponaConnectionFactory(uri()).createContext(EponaJms.INDIVIDUAL_ACKNOWLEDGE)) {
            JMSConsumer consumer = context.createConsumer(context.createQueue("individual-context"));
            consumer.setMessageListener(message -> {
                try {
                    heard.add(message.getBody(String.class));
                    throw new IllegalArgumentException("planted");
                } catch (JMSException e) {
                    heard.add(e.toString());
                }
            });
            for (int i = 0; i < 3; i++) {
                assertEquals("m" + i, heard.poll(TIMEOUT_MS, TimeUnit.MILLISECONDS));
            }
            context.acknowledge();
        }
        try (Connection connection = connect()) {
            Session session = connection.createSession();
            assertNull(session.createConsumer(session.createQueue("individual-context"))
                    .receiveNoWait());
        }
    }

    @Test
    void shouldRefuseModesThatDoNotExist() throws Exception {
        EponaConnectionFactory factory = new EponaConnectionFactory(uri());
        try (Connection connection = connect()) {
            for (int mode : new int[] {-1, 4, 100, 102}) {
                assertThrows(JMSException.class, () -> connection.createSession(mode));
                assertThrows(JMSException.class, () -> connection.createSession(false, mode));
                assertThrows(JMSRuntimeException.class, () -> factory.createContext(mode));
            }
        }
    }
}
