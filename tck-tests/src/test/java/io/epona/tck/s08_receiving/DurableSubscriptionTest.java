package io.epona.tck.s08_receiving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epona.tck.support.ConformanceTest;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Section 8.3.3, unshared durable subscriptions. */
class DurableSubscriptionTest extends ConformanceTest {
    private String clientId;
    private String name;
    private Session session;
    private Topic topic;

    @BeforeEach
    void openSession() throws Exception {
        clientId = uniqueName("client");
        name = uniqueName("durable");
        topic = topic();
        session = connection(clientId).createSession();
    }

    private void sendTyped(String type) throws JMSException {
        Message message = session.createTextMessage(type);
        message.setJMSType(type);
        session.createProducer(topic).send(message);
    }

    @Test
    void shouldKeepMessagesWhileThereIsNoConsumer() throws Exception {
        session.createDurableConsumer(topic, name).close();
        send(session, topic, "a", "b");

        MessageConsumer consumer = session.createDurableConsumer(topic, name);

        assertEquals("a", receiveText(consumer));
        assertEquals("b", receiveText(consumer));
    }

    @Test
    void shouldKeepMessagesWhileItsConnectionIsClosed() throws Exception {
        Connection first = connection(clientId + "2");
        first.createSession().createDurableSubscriber(topic, name);
        first.close();
        send(session, topic, "meanwhile");

        MessageConsumer consumer = connection(clientId + "2").createSession().createDurableSubscriber(topic, name);

        assertEquals("meanwhile", receiveText(consumer));
    }

    @Test
    void shouldNotGiveAgainWhatWasAcknowledged() throws Exception {
        MessageConsumer first = session.createDurableConsumer(topic, name);
        send(session, topic, "a", "b");
        assertEquals("a", receiveText(first));
        first.close();

        MessageConsumer second = session.createDurableConsumer(topic, name);

        assertEquals("b", receiveText(second));
    }

    @Test
    void shouldRefuseASecondConsumer() throws Exception {
        session.createDurableConsumer(topic, name);

        assertThrows(JMSException.class, () -> session.createDurableConsumer(topic, name));
        assertThrows(JMSException.class, () -> session.createDurableSubscriber(topic, name));
    }

    @Test
    void shouldNeedAClientId() throws Exception {
        Session without = session();

        assertThrows(IllegalStateException.class, () -> without.createDurableConsumer(topic, name));
        assertThrows(IllegalStateException.class, () -> without.createDurableConsumer(topic, name, null, false));
        assertThrows(IllegalStateException.class, () -> without.createDurableSubscriber(topic, name));
        assertThrows(IllegalStateException.class, () -> without.createDurableSubscriber(topic, name, null, false));
    }

    @Test
    void shouldBelongToItsClientId() throws Exception {
        session.createDurableConsumer(topic, name).close();
        Session other = connection(clientId + "2").createSession();

        MessageConsumer ofOther = other.createDurableConsumer(topic, name);
        send(session, topic, "both");

        assertEquals("both", receiveText(ofOther));
        assertEquals("both", receiveText(session.createDurableConsumer(topic, name)));
    }

    @Test
    void shouldBeTheSameByEitherMethod() throws Exception {
        session.createDurableSubscriber(topic, name).close();
        send(session, topic, "one");

        assertEquals("one", receiveText(session.createDurableConsumer(topic, name)));
    }

    @Test
    void shouldBeginAnewWithAnotherSelector() throws Exception {
        session.createDurableConsumer(topic, name, "JMSType = 'old'", false).close();
        sendTyped("old");

        MessageConsumer consumer = session.createDurableConsumer(topic, name, "JMSType = 'new'", false);
        sendTyped("old");
        sendTyped("new");

        assertEquals("new", receiveText(consumer));
    }

    @Test
    void shouldBeginAnewWithoutTheSelectorThatItHad() throws Exception {
        session.createDurableConsumer(topic, name, "JMSType = 'old'", false).close();
        sendTyped("old");

        MessageConsumer consumer = session.createDurableConsumer(topic, name);
        sendTyped("other");

        assertEquals("other", receiveText(consumer));
    }

    @Test
    void shouldBeginAnewOnAnotherTopic() throws Exception {
        session.createDurableConsumer(topic, name).close();
        send(session, topic, "old topic");
        Topic other = topic();

        MessageConsumer consumer = session.createDurableConsumer(other, name);
        send(session, topic, "old topic again");
        send(session, other, "other topic");

        assertEquals("other topic", receiveText(consumer));
        assertNothing(consumer);
    }

    @Test
    void shouldBeginAnewWithAnotherNoLocal() throws Exception {
        session.createDurableConsumer(topic, name, null, false).close();
        Session sender = session();
        send(sender, topic, "before");

        MessageConsumer consumer = session.createDurableConsumer(topic, name, null, true);
        send(sender, topic, "after");

        assertEquals("after", receiveText(consumer));
    }

    @Test
    void shouldKeepItsSelectorWhileThereIsNoConsumer() throws Exception {
        session.createDurableConsumer(topic, name, "JMSType = 'wanted'", false).close();
        sendTyped("unwanted");
        sendTyped("wanted");

        MessageConsumer consumer = session.createDurableConsumer(topic, name, "JMSType = 'wanted'", false);

        assertEquals("wanted", receiveText(consumer));
        assertNothing(consumer);
    }

    @Test
    void shouldEndWhenUnsubscribed() throws Exception {
        session.createDurableConsumer(topic, name).close();
        send(session, topic, "lost");

        session.unsubscribe(name);

        MessageConsumer consumer = session.createDurableConsumer(topic, name);
        send(session, topic, "new");
        assertEquals("new", receiveText(consumer));
    }

    @Test
    void shouldNotBeUnsubscribedWhileThereIsAConsumer() throws Exception {
        MessageConsumer consumer = session.createDurableConsumer(topic, name);

        assertThrows(JMSException.class, () -> session.unsubscribe(name));

        send(session, topic, "still there");
        assertEquals("still there", receiveText(consumer));
    }

    @Test
    void shouldNotBeUnsubscribedWhileAMessageIsUnacknowledged() throws Exception {
        Session transacted = connection(clientId + "2").createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = transacted.createDurableConsumer(topic, name);
        send(session, topic, "in a transaction");
        assertNotNull(receive(consumer));

        assertThrows(JMSException.class, () -> transacted.unsubscribe(name));

        transacted.commit();
        consumer.close();
        transacted.unsubscribe(name);
    }

    @Test
    void shouldRefuseToUnsubscribeWhatThereIsNot() {
        assertThrows(InvalidDestinationException.class, () -> session.unsubscribe(uniqueName("no-such")));
    }

    @Test
    void shouldRefuseNoTopic() {
        assertThrows(InvalidDestinationException.class, () -> session.createDurableConsumer(null, name));
        assertThrows(
                InvalidDestinationException.class, () -> session.createDurableConsumer(null, name, "a = 1", false));
        assertThrows(InvalidDestinationException.class, () -> session.createDurableSubscriber(null, name));
        assertThrows(InvalidDestinationException.class, () -> session.createDurableSubscriber(null, name, null, true));
    }

    @Test
    void shouldTellTopicSelectorAndNoLocal() throws Exception {
        TopicSubscriber subscriber = session.createDurableSubscriber(topic, name, "a = 1", true);

        assertEquals(topic, subscriber.getTopic());
        assertEquals("a = 1", subscriber.getMessageSelector());
        assertEquals(true, subscriber.getNoLocal());
    }

    @Test
    void shouldLeaveOutLocalMessagesOnRequest() throws Exception {
        MessageConsumer consumer = session.createDurableConsumer(topic, name, null, true);
        send(session, topic, "local");
        send(session(), topic, "remote");

        assertEquals("remote", receiveText(consumer));
        assertNothing(consumer);
    }

    @Test
    void shouldReturnToItWhatATransactionRolledBack() throws Exception {
        Session transacted = connection(clientId + "2").createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = transacted.createDurableConsumer(topic, name);
        send(session, topic, "again");
        receive(consumer);

        transacted.rollback();

        assertEquals("again", receiveText(consumer));
        transacted.commit();
    }
}
