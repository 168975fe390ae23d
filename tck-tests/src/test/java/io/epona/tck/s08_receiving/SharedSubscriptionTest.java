package io.epona.tck.s08_receiving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.tck.support.ConformanceTest;
import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sections 8.3.2 and 8.3.4, shared subscriptions, not durable and durable. */
class SharedSubscriptionTest extends ConformanceTest {
    private String name;
    private Session session;
    private Topic topic;

    @BeforeEach
    void openSession() throws Exception {
        name = uniqueName("shared");
        topic = topic();
        session = session();
    }

    private void sendTyped(String type) throws JMSException {
        Message message = session.createTextMessage(type);
        message.setJMSType(type);
        session.createProducer(topic).send(message);
    }

    private static Set<String> receiveAll(int count, MessageConsumer... consumers) throws Exception {
        Set<String> received = new TreeSet<>();
        await("each message once", () -> {
            for (MessageConsumer consumer : consumers) {
                TextMessage message = (TextMessage) consumer.receive(1);
                assertTrue(message == null || received.add(message.getText()), () -> "twice: " + received);
            }
            return received.size() == count;
        });
        for (MessageConsumer consumer : consumers) {
            assertEquals(null, consumer.receiveNoWait());
        }
        return received;
    }

    @Test
    void shouldGiveEachMessageToOneOfItsConsumers() throws Exception {
        MessageConsumer one = session.createSharedConsumer(topic, name);
        MessageConsumer other = session().createSharedConsumer(topic, name);
        MessageConsumer separate = session.createConsumer(topic);

        send(session, topic, "a", "b", "c", "d", "e");

        assertEquals(Set.of("a", "b", "c", "d", "e"), receiveAll(5, one, other));
        assertEquals(Set.of("a", "b", "c", "d", "e"), receiveAll(5, separate));
    }

    @Test
    void shouldGiveEachMessageToOneOfItsConsumersIfDurable() throws Exception {
        MessageConsumer one = session.createSharedDurableConsumer(topic, name);
        MessageConsumer other = session().createSharedDurableConsumer(topic, name);

        send(session, topic, "a", "b", "c", "d", "e");

        assertEquals(Set.of("a", "b", "c", "d", "e"), receiveAll(5, one, other));
    }

    @Test
    void shouldEndWithItsLastConsumerIfNotDurable() throws Exception {
        MessageConsumer one = session.createSharedConsumer(topic, name);
        MessageConsumer other = session.createSharedConsumer(topic, name);
        one.close();
        send(session, topic, "for the other");
        assertEquals("for the other", receiveText(other));
        send(session, topic, "lost with the last");
        other.close();

        MessageConsumer later = session.createSharedConsumer(topic, name);
        send(session, topic, "new");

        assertEquals("new", receiveText(later));
    }

    @Test
    void shouldKeepMessagesWithoutConsumersIfDurable() throws Exception {
        session.createSharedDurableConsumer(topic, name).close();
        send(session, topic, "kept");

        assertEquals("kept", receiveText(session().createSharedDurableConsumer(topic, name)));
    }

    @Test
    void shouldGiveToAnotherWhatAConsumerDidNotAcknowledge() throws Exception {
        Session first = session(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer one = first.createSharedConsumer(topic, name);
        MessageConsumer other = session.createSharedConsumer(topic, name);
        send(session, topic, "a", "b", "c", "d");
        Set<String> got = new TreeSet<>();
        await("all are with consumers", () -> {
            for (MessageConsumer consumer : new MessageConsumer[] {one, other}) {
                TextMessage message = (TextMessage) consumer.receive(1);
                if (message != null && consumer == other) {
                    got.add(message.getText());
                }
            }
            return true;
        });

        first.close();

        await("the rest", () -> {
            TextMessage message = (TextMessage) other.receive(1);
            if (message != null) {
                got.add(message.getText());
            }
            return got.size() == 4;
        });
    }

    @Test
    void shouldNotNeedAClientId() throws Exception {
        MessageConsumer one = session.createSharedDurableConsumer(topic, name);
        MessageConsumer other = session().createSharedDurableConsumer(topic, name);

        send(session, topic, "a");

        assertEquals(Set.of("a"), receiveAll(1, one, other));
    }

    @Test
    void shouldBeIdentifiedByTheClientIdToo() throws Exception {
        Session identified = connection(uniqueName("client")).createSession();
        MessageConsumer with = identified.createSharedConsumer(topic, name);
        MessageConsumer without = session.createSharedConsumer(topic, name);
        MessageConsumer durableWith = identified.createSharedDurableConsumer(topic, name);
        MessageConsumer durableWithout = session.createSharedDurableConsumer(topic, name);

        send(session, topic, "all four");

        for (MessageConsumer consumer : new MessageConsumer[] {with, without, durableWith, durableWithout}) {
            assertEquals("all four", receiveText(consumer));
        }
    }

    @Test
    void shouldRefuseAnotherSelectorOrTopicWhileThereIsAConsumer() throws Exception {
        session.createSharedConsumer(topic, name, "JMSType = 'a'");
        String durable = uniqueName("durable");
        session.createSharedDurableConsumer(topic, durable, "JMSType = 'a'");
        Topic other = topic();

        assertThrows(JMSException.class, () -> session.createSharedConsumer(topic, name, "JMSType = 'b'"));
        assertThrows(JMSException.class, () -> session.createSharedConsumer(topic, name));
        assertThrows(JMSException.class, () -> session.createSharedConsumer(other, name, "JMSType = 'a'"));
        assertThrows(JMSException.class, () -> session.createSharedDurableConsumer(topic, durable, "JMSType = 'b'"));
        assertThrows(JMSException.class, () -> session.createSharedDurableConsumer(topic, durable));
        assertThrows(JMSException.class, () -> session.createSharedDurableConsumer(other, durable, "JMSType = 'a'"));
    }

    @Test
    void shouldBeginAnewWithAnotherSelectorOnceThereIsNoConsumer() throws Exception {
        session.createSharedDurableConsumer(topic, name, "JMSType = 'old'").close();
        sendTyped("old");

        MessageConsumer consumer = session.createSharedDurableConsumer(topic, name, "JMSType = 'new'");
        sendTyped("old");
        sendTyped("new");

        assertEquals("new", receiveText(consumer));
    }

    @Test
    void shouldBeginAnewOnAnotherTopicOnceThereIsNoConsumer() throws Exception {
        session.createSharedDurableConsumer(topic, name).close();
        send(session, topic, "old topic");
        Topic other = topic();

        MessageConsumer consumer = session.createSharedDurableConsumer(other, name);
        send(session, other, "other topic");

        assertEquals("other topic", receiveText(consumer));
    }

    @Test
    void shouldNotShareANameWithAnUnsharedDurableSubscription() throws Exception {
        Session identified = connection(uniqueName("client")).createSession();
        identified.createDurableConsumer(topic, name).close();
        String sharedName = uniqueName("shared");
        identified.createSharedDurableConsumer(topic, sharedName).close();

        assertThrows(JMSException.class, () -> identified.createSharedDurableConsumer(topic, name));
        assertThrows(JMSException.class, () -> identified.createDurableConsumer(topic, sharedName));
    }

    @Test
    void shouldShareANameWithADurableSubscriptionIfNotDurable() throws Exception {
        Session identified = connection(uniqueName("client")).createSession();
        MessageConsumer durable = identified.createDurableConsumer(topic, name);
        MessageConsumer shared = identified.createSharedConsumer(topic, name);

        send(session, topic, "both");

        assertEquals("both", receiveText(durable));
        assertEquals("both", receiveText(shared));
    }

    @Test
    void shouldEndWhenUnsubscribedIfDurable() throws Exception {
        session.createSharedDurableConsumer(topic, name).close();
        send(session, topic, "lost");

        session.unsubscribe(name);

        MessageConsumer consumer = session.createSharedDurableConsumer(topic, name);
        send(session, topic, "new");
        assertEquals("new", receiveText(consumer));
    }

    @Test
    void shouldNotBeUnsubscribedWhileThereIsAConsumer() throws Exception {
        session.createSharedDurableConsumer(topic, name);

        assertThrows(JMSException.class, () -> session.unsubscribe(name));
    }

    @Test
    void shouldSelect() throws Exception {
        MessageConsumer one = session.createSharedConsumer(topic, name, "JMSType = 'wanted'");
        MessageConsumer other = session.createSharedConsumer(topic, name, "JMSType = 'wanted'");
        sendTyped("unwanted");
        sendTyped("wanted");

        assertEquals(Set.of("wanted"), receiveAll(1, one, other));
    }

    @Test
    void shouldRefuseNoTopicAndWrongSelectors() {
        assertThrows(InvalidDestinationException.class, () -> session.createSharedConsumer(null, name));
        assertThrows(InvalidDestinationException.class, () -> session.createSharedConsumer(null, name, "a = 1"));
        assertThrows(InvalidDestinationException.class, () -> session.createSharedDurableConsumer(null, name));
        assertThrows(InvalidDestinationException.class, () -> session.createSharedDurableConsumer(null, name, "a = 1"));
        assertThrows(InvalidSelectorException.class, () -> session.createSharedConsumer(topic, name, "a ="));
        assertThrows(InvalidSelectorException.class, () -> session.createSharedDurableConsumer(topic, name, "a ="));
    }

    @Test
    void shouldOutliveTheConnectionOfOneConsumer() throws Exception {
        Connection first = connection();
        first.createSession().createSharedConsumer(topic, name);
        MessageConsumer other = session.createSharedConsumer(topic, name);

        first.close();

        send(session, topic, "still there");
        assertEquals("still there", receiveText(other));
    }
}
