package io.epona.tck.s07_sending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.tck.support.Completions;
import io.epona.tck.support.ConformanceTest;
import io.epona.tck.support.TestClock;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 7.9, delivery delay. */
class DeliveryDelayTest extends ConformanceTest {
    private static final long DELAY_MS = 300;

    private static void assertOnTime(Message sent, Message received) throws JMSException {
        assertTrue(TestClock.nowMs() >= received.getJMSDeliveryTime(), "delivered too early");
        assertEquals(sent.getJMSDeliveryTime(), received.getJMSDeliveryTime());
        assertTrue(received.getJMSDeliveryTime() - received.getJMSTimestamp() >= DELAY_MS, "delayed too little");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {DeliveryMode.PERSISTENT, DeliveryMode.NON_PERSISTENT})
    void shouldDeliverToAQueueWhenTheTimeHasCome(int mode) throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageConsumer consumer = session.createConsumer(queue);
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryMode(mode);
        producer.setDeliveryDelay(DELAY_MS);
        Message delayed = session.createTextMessage("delayed");
        producer.send(delayed);
        producer.setDeliveryDelay(0);
        producer.send(session.createTextMessage("at once"));

        assertEquals("at once", receiveText(consumer));
        assertOnTime(delayed, receive(consumer));
    }

    @Test
    void shouldDeliverToSubscribersWhenTheTimeHasCome() throws Exception {
        Session session = session();
        Topic topic = topic();
        MessageConsumer consumer = session.createConsumer(topic);
        MessageProducer producer = session.createProducer(topic);
        producer.setDeliveryDelay(DELAY_MS);
        Message delayed = session.createTextMessage("delayed");

        producer.send(delayed);

        assertOnTime(delayed, receive(consumer));
    }

    @Test
    void shouldCountFromTheSendAndDeliverNotBeforeTheCommit() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue();
        MessageConsumer consumer = session().createConsumer(queue);
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(1);
        Message delayed = session.createTextMessage("delayed");
        producer.send(delayed);
        await("the delivery time", () -> TestClock.nowMs() > delayed.getJMSDeliveryTime());
        assertNothing(consumer);

        session.commit();

        assertEquals(delayed.getJMSDeliveryTime(), receive(consumer).getJMSDeliveryTime());
    }

    @Test
    void shouldNotShowABrowserWhatIsDelayed() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(60_000);
        producer.send(session.createMessage());

        assertFalse(session.createBrowser(queue).getEnumeration().hasMoreElements());
    }

    @Test
    void shouldDelayAsynchronousSendsToo() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(DELAY_MS);
        Completions completions = new Completions();
        producer.send(session.createTextMessage("delayed"), completions);

        Message completed = completions.next();

        assertOnTime(completed, receive(session.createConsumer(queue)));
    }

    @Test
    void shouldDelayWhatAContextSends() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        var producer = context.createProducer().setDeliveryDelay(DELAY_MS);
        Message delayed = context.createTextMessage("delayed");
        assertEquals(DELAY_MS, producer.getDeliveryDelay());

        producer.send(queue, delayed);

        assertOnTime(delayed, receive(context.createConsumer(queue)));
    }

    @Test
    void shouldKeepTheDelayForTheNextSends() throws Exception {
        MessageProducer producer = session().createProducer(queue());
        producer.setDeliveryDelay(17);

        assertEquals(17, producer.getDeliveryDelay());
    }
}
