package io.epona.tck.s07_sending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epona.tck.support.Completions;
import io.epona.tck.support.ConformanceTest;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;

/** Sections 7.1, 7.2 and 7.4 to 7.8, producers: synchronous sends and their options. */
class ProducerTest extends ConformanceTest {
    @Test
    void shouldSendToItsDestination() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);

        producer.send(session.createTextMessage("sent"));

        assertEquals(queue, producer.getDestination());
        assertEquals("sent", receiveText(session.createConsumer(queue)));
    }

    @Test
    void shouldSendToTheDestinationOfTheCallIfItHasNone() throws Exception {
        Session session = session();
        Queue queue = queue();
        Topic topic = topic();
        var subscriber = session.createConsumer(topic);
        MessageProducer producer = session.createProducer(null);

        producer.send(queue, session.createTextMessage("to a queue"));
        producer.send(topic, session.createTextMessage("to a topic"), DeliveryMode.NON_PERSISTENT, 3, 0);

        assertNull(producer.getDestination());
        assertEquals("to a queue", receiveText(session.createConsumer(queue)));
        assertEquals("to a topic", receiveText(subscriber));
    }

    @Test
    void shouldRefuseADestinationIfItHasOne() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        Message message = session.createMessage();
        Completions completions = new Completions();

        assertThrows(UnsupportedOperationException.class, () -> producer.send(queue, message));
        assertThrows(UnsupportedOperationException.class, () -> producer.send(queue, message, 1, 4, 0));
        assertThrows(UnsupportedOperationException.class, () -> producer.send(queue, message, completions));
        assertThrows(UnsupportedOperationException.class, () -> producer.send(queue, message, 1, 4, 0, completions));
    }

    @Test
    void shouldNeedADestinationIfItHasNone() throws Exception {
        Session session = session();
        MessageProducer producer = session.createProducer(null);
        Message message = session.createMessage();
        Completions completions = new Completions();

        assertThrows(UnsupportedOperationException.class, () -> producer.send(message));
        assertThrows(UnsupportedOperationException.class, () -> producer.send(message, 1, 4, 0));
        assertThrows(UnsupportedOperationException.class, () -> producer.send(message, completions));
        assertThrows(UnsupportedOperationException.class, () -> producer.send(message, 1, 4, 0, completions));
        assertThrows(InvalidDestinationException.class, () -> producer.send((Destination) null, message));
        assertThrows(InvalidDestinationException.class, () -> producer.send((Destination) null, message, 1, 4, 0));
    }

    @Test
    void shouldRefuseNoMessage() throws Exception {
        Session session = session();
        MessageProducer producer = session.createProducer(queue());

        assertThrows(MessageFormatException.class, () -> producer.send((Message) null));
        assertThrows(MessageFormatException.class, () -> producer.send(null, 1, 4, 0));
    }

    @Test
    void shouldHaveTheDefaultsOfTheSpecification() throws Exception {
        MessageProducer producer = session().createProducer(queue());

        assertEquals(DeliveryMode.PERSISTENT, producer.getDeliveryMode());
        assertEquals(Message.DEFAULT_PRIORITY, producer.getPriority());
        assertEquals(0, producer.getTimeToLive());
        assertEquals(0, producer.getDeliveryDelay());
        assertFalse(producer.getDisableMessageID());
        assertFalse(producer.getDisableMessageTimestamp());
    }

    @Test
    void shouldSendWithTheOptionsThatWereSet() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        producer.setPriority(8);
        producer.setTimeToLive(100_000);

        producer.send(session.createMessage());

        Message received = receive(session.createConsumer(queue));
        assertEquals(DeliveryMode.NON_PERSISTENT, received.getJMSDeliveryMode());
        assertEquals(8, received.getJMSPriority());
        assertEquals(100_000, received.getJMSExpiration() - received.getJMSTimestamp());
        assertEquals(8, producer.getPriority());
        assertEquals(100_000, producer.getTimeToLive());
        assertEquals(DeliveryMode.NON_PERSISTENT, producer.getDeliveryMode());
    }

    @Test
    void shouldKeepItsOptionsWhenASendHasOthers() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        producer.setPriority(8);

        producer.send(session.createMessage(), DeliveryMode.NON_PERSISTENT, 2, 0);
        producer.send(session.createMessage());

        var consumer = session.createConsumer(queue);
        assertEquals(8, receive(consumer).getJMSPriority());
        assertEquals(2, receive(consumer).getJMSPriority());
    }

    @Test
    void shouldSendOneMessageManyTimes() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        Message message = session.createTextMessage("again");
        for (int i = 0; i < 3; i++) {
            producer.send(message);
        }

        var consumer = session.createConsumer(queue);
        for (int i = 0; i < 3; i++) {
            assertEquals("again", receiveText(consumer));
        }
    }

    @Test
    void shouldSendAMessageOfAnotherSession() throws Exception {
        Session session = session();
        Queue queue = queue();

        session.createProducer(queue).send(session().createTextMessage("foreign session"));

        assertEquals("foreign session", receiveText(session.createConsumer(queue)));
    }

    @Test
    void shouldRefuseUnknownOptions() throws Exception {
        MessageProducer producer = session().createProducer(queue());

        assertThrows(JMSException.class, () -> producer.setDeliveryMode(5));
        assertThrows(JMSException.class, () -> producer.setPriority(-1));
        assertThrows(JMSException.class, () -> producer.setPriority(10));
    }
}
