package io.epona.tck.s03_messages;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.tck.support.ConformanceTest;
import io.epona.tck.support.TestClock;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 3.4, message header fields. */
class HeaderFieldsTest extends ConformanceTest {
    @Test
    void shouldSetDestinationWhenSent() throws Exception {
        Session session = session();
        Queue queue = queue();
        Message sent = session.createMessage();
        sent.setJMSDestination(queue());

        session.createProducer(queue).send(sent);

        assertEquals(queue, sent.getJMSDestination());
        assertEquals(queue, receive(session.createConsumer(queue)).getJMSDestination());
    }

    @Test
    void shouldSetTopicAsDestinationWhenSent() throws Exception {
        Session session = session();
        Topic topic = topic();
        MessageConsumer consumer = session.createConsumer(topic);

        session.createProducer(topic).send(session.createMessage());

        assertEquals(topic, receive(consumer).getJMSDestination());
    }

    @ParameterizedTest
    @ValueSource(ints = {DeliveryMode.PERSISTENT, DeliveryMode.NON_PERSISTENT})
    void shouldSetDeliveryModeOfTheSendAndNotOfTheMessage(int mode) throws Exception {
        Session session = session();
        Queue queue = queue();
        Message sent = session.createMessage();
        sent.setJMSDeliveryMode(3 - mode);

        session.createProducer(queue).send(sent, mode, 4, 0);

        assertEquals(mode, sent.getJMSDeliveryMode());
        assertEquals(mode, receive(session.createConsumer(queue)).getJMSDeliveryMode());
    }

    @Test
    void shouldBePersistentByDefault() throws Exception {
        Session session = session();
        assertEquals(
                DeliveryMode.PERSISTENT,
                sendAndReceive(session, session.createMessage()).getJMSDeliveryMode());
    }

    @Test
    void shouldSetMessageIdWithPrefixWhenSent() throws Exception {
        Session session = session();
        Message sent = session.createMessage();
        sent.setJMSMessageID("ID:mine");

        Message received = sendAndReceive(session, sent);

        assertTrue(sent.getJMSMessageID().startsWith("ID:"), sent.getJMSMessageID());
        assertNotEquals("ID:mine", sent.getJMSMessageID());
        assertEquals(sent.getJMSMessageID(), received.getJMSMessageID());
    }

    @Test
    void shouldGiveEverySendAnIdOfItsOwn() throws Exception {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            Session session = session();
            MessageProducer producer = session.createProducer(queue());
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            Message message = session.createMessage();
            for (int j = 0; j < 100; j++) {
                producer.send(message);
                ids.add(message.getJMSMessageID());
            }
        }

        assertEquals(300, ids.size());
    }

    @Test
    void shouldTakeTheHintToDisableMessageIds() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        producer.setDisableMessageID(true);
        Message sent = session.createMessage();

        producer.send(sent);

        assertTrue(producer.getDisableMessageID());
        String id = receive(session.createConsumer(queue)).getJMSMessageID();
        assertTrue(id == null || id.startsWith("ID:"), id);
    }

    @Test
    void shouldSetTimestampToTheTimeOfTheSend() throws Exception {
        Session session = session();
        Message sent = session.createMessage();
        sent.setJMSTimestamp(1);
        long before = TestClock.nowMs();

        Message received = sendAndReceive(session, sent);

        assertTrue(sent.getJMSTimestamp() >= before, "earlier than the send");
        assertTrue(sent.getJMSTimestamp() <= TestClock.nowMs(), "later than the send");
        assertEquals(sent.getJMSTimestamp(), received.getJMSTimestamp());
    }

    @Test
    void shouldTakeTheHintToDisableTimestamps() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        producer.setDisableMessageTimestamp(true);
        long before = TestClock.nowMs();

        producer.send(session.createMessage());

        assertTrue(producer.getDisableMessageTimestamp());
        long timestamp = receive(session.createConsumer(queue)).getJMSTimestamp();
        assertTrue(timestamp == 0 || timestamp >= before, "timestamp=" + timestamp);
    }

    @Test
    void shouldKeepCorrelationIdReplyToAndType() throws Exception {
        Session session = session();
        Queue reply = queue();
        Message sent = session.createMessage();
        sent.setJMSCorrelationID("order 17");
        sent.setJMSReplyTo(reply);
        sent.setJMSType("greeting");

        Message received = sendAndReceive(session, sent);

        assertEquals("order 17", received.getJMSCorrelationID());
        assertEquals(reply, received.getJMSReplyTo());
        assertEquals("greeting", received.getJMSType());
    }

    @Test
    void shouldKeepATopicToReplyTo() throws Exception {
        Session session = session();
        Topic reply = topic();
        Message sent = session.createMessage();
        sent.setJMSReplyTo(reply);

        assertEquals(reply, sendAndReceive(session, sent).getJMSReplyTo());
    }

    @Test
    void shouldSendCopyOfMessageIdAsCorrelationId() throws Exception {
        Session session = session();
        Message request = session.createMessage();
        Message receivedRequest = sendAndReceive(session, request);
        Message answer = session.createMessage();
        answer.setJMSCorrelationID(receivedRequest.getJMSMessageID());

        assertEquals(request.getJMSMessageID(), sendAndReceive(session, answer).getJMSCorrelationID());
    }

    @Test
    void shouldKeepCorrelationIdAsBytesUnlessUnsupported() throws Exception {
        Session session = session();
        Message sent = session.createMessage();
        byte[] id = {0, -1, 17, 65};
        try {
            sent.setJMSCorrelationIDAsBytes(id);
        } catch (UnsupportedOperationException e) {
            return;
        }

        assertArrayEquals(id, sendAndReceive(session, sent).getJMSCorrelationIDAsBytes());
    }

    @Test
    void shouldHaveNoValuesThatNobodySet() throws Exception {
        Session session = session();

        Message received = sendAndReceive(session, session.createMessage());

        assertNull(received.getJMSCorrelationID());
        assertNull(received.getJMSReplyTo());
        assertNull(received.getJMSType());
        assertEquals(0, received.getJMSExpiration());
        assertFalse(received.getJMSRedelivered());
    }

    @Test
    void shouldSetExpirationToTheTimeOfTheSendPlusTimeToLive() throws Exception {
        Session session = session();
        Queue queue = queue();
        Message sent = session.createMessage();
        sent.setJMSExpiration(1);
        long before = TestClock.nowMs();

        session.createProducer(queue).send(sent, DeliveryMode.PERSISTENT, 4, 100_000);

        assertTrue(sent.getJMSExpiration() >= before + 100_000);
        assertTrue(sent.getJMSExpiration() <= TestClock.nowMs() + 100_000);
        assertEquals(
                sent.getJMSExpiration(), receive(session.createConsumer(queue)).getJMSExpiration());
    }

    @Test
    void shouldNotExpireWithoutTimeToLive() throws Exception {
        Session session = session();
        Message sent = session.createMessage();
        sent.setJMSExpiration(1);

        assertEquals(0, sendAndReceive(session, sent).getJMSExpiration());
        assertEquals(0, sent.getJMSExpiration());
    }

    @Test
    void shouldSetDeliveryTimeToTheTimeOfTheSend() throws Exception {
        Session session = session();
        Message sent = session.createMessage();
        sent.setJMSDeliveryTime(1);
        long before = TestClock.nowMs();

        Message received = sendAndReceive(session, sent);

        assertTrue(sent.getJMSDeliveryTime() >= before, "deliveryTime=" + sent.getJMSDeliveryTime());
        assertTrue(sent.getJMSDeliveryTime() <= TestClock.nowMs());
        assertEquals(sent.getJMSDeliveryTime(), received.getJMSDeliveryTime());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void shouldSetPriorityOfTheSendAndNotOfTheMessage(int priority) throws Exception {
        Session session = session();
        Queue queue = queue();
        Message sent = session.createMessage();
        sent.setJMSPriority(9 - priority);

        session.createProducer(queue).send(sent, DeliveryMode.NON_PERSISTENT, priority, 0);

        assertEquals(priority, sent.getJMSPriority());
        assertEquals(priority, receive(session.createConsumer(queue)).getJMSPriority());
    }

    @Test
    void shouldHavePriorityFourByDefault() throws Exception {
        Session session = session();
        Message sent = session.createMessage();
        sent.setJMSPriority(9);

        assertEquals(4, sendAndReceive(session, sent).getJMSPriority());
    }

    @Test
    void shouldNotBeMarkedAsRedeliveredAtFirst() throws Exception {
        Session session = session();
        Message sent = session.createMessage();
        sent.setJMSRedelivered(true);

        Message received = sendAndReceive(session, sent);

        assertFalse(received.getJMSRedelivered());
        assertEquals(1, received.getIntProperty("JMSXDeliveryCount"));
    }

    @Test
    void shouldBeMarkedAsRedeliveredAfterRollback() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue();
        send(session, queue, "again");
        session.commit();
        MessageConsumer consumer = session.createConsumer(queue);
        receive(consumer);

        session.rollback();

        Message again = receive(consumer);
        assertTrue(again.getJMSRedelivered());
        assertEquals(2, again.getIntProperty("JMSXDeliveryCount"));
        session.commit();
    }

    @Test
    void shouldLetHeadersOfAReceivedMessageBeSet() throws Exception {
        Session session = session();
        Message received = sendAndReceive(session, session.createMessage());

        received.setJMSType("changed");
        received.setJMSCorrelationID("changed");
        received.setJMSReplyTo(null);
        received.setJMSPriority(7);

        assertEquals("changed", received.getJMSType());
        assertEquals("changed", received.getJMSCorrelationID());
        assertEquals(7, received.getJMSPriority());
    }

    @Test
    void shouldSendAReceivedMessageOnWithHeadersOfItsOwn() throws Exception {
        Session session = session();
        Queue first = queue();
        session.createProducer(first).send(session.createTextMessage("on"), DeliveryMode.PERSISTENT, 9, 0);
        Message received = receive(session.createConsumer(first));
        String firstId = received.getJMSMessageID();

        Message second = sendAndReceive(session, received);

        assertNotNull(second.getJMSMessageID());
        assertNotEquals(firstId, second.getJMSMessageID());
        assertEquals(4, second.getJMSPriority());
        assertNotEquals(first, second.getJMSDestination());
        assertEquals("on", second.getBody(String.class));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 10})
    void shouldRefuseAPriorityOutOfRange(int priority) throws Exception {
        Session session = session();
        MessageProducer producer = session.createProducer(queue());
        Message message = session.createMessage();

        assertThrows(JMSException.class, () -> producer.setPriority(priority));
        assertThrows(JMSException.class, () -> producer.send(message, DeliveryMode.PERSISTENT, priority, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, -1})
    void shouldRefuseAnUnknownDeliveryMode(int mode) throws Exception {
        Session session = session();
        MessageProducer producer = session.createProducer(queue());
        Message message = session.createMessage();

        assertThrows(JMSException.class, () -> producer.setDeliveryMode(mode));
        assertThrows(JMSException.class, () -> producer.send(message, mode, 4, 0));
    }
}
