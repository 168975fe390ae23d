package io.epona.tck.s04_domains;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.tck.support.ConformanceTest;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;

/** Section 4.2, the publish/subscribe model. */
class TopicTest extends ConformanceTest {
    @Test
    void shouldGiveEveryMessageToEverySubscriber() throws Exception {
        Topic topic = topic();
        MessageConsumer one = session().createConsumer(topic);
        Session session = session();
        MessageConsumer second = session.createConsumer(topic);
        MessageConsumer third = session.createConsumer(topic);

        send(session(), topic, "a", "b");

        for (MessageConsumer consumer : new MessageConsumer[] {one, second, third}) {
            assertEquals("a", receiveText(consumer));
            assertEquals("b", receiveText(consumer));
        }
    }

    @Test
    void shouldNotGiveASubscriberWhatWasSentBefore() throws Exception {
        Session session = session();
        Topic topic = topic();
        send(session, topic, "before");
        MessageConsumer consumer = session.createConsumer(topic);

        send(session, topic, "after");

        assertEquals("after", receiveText(consumer));
    }

    @Test
    void shouldNotKeepMessagesForASubscriberThatHasClosed() throws Exception {
        Session session = session();
        Topic topic = topic();
        session.createConsumer(topic).close();
        send(session, topic, "between");
        MessageConsumer consumer = session.createConsumer(topic);

        send(session, topic, "after");

        assertEquals("after", receiveText(consumer));
    }

    @Test
    void shouldGiveOwnMessagesToo() throws Exception {
        Session session = session();
        Topic topic = topic();
        MessageConsumer consumer = session.createConsumer(topic);

        send(session, topic, "own");

        assertEquals("own", receiveText(consumer));
    }

    @Test
    void shouldKeepMessagesForASubscriberWhoseConnectionIsStopped() throws Exception {
        var connection = connection();
        Session session = connection.createSession();
        Topic topic = topic();
        MessageConsumer consumer = session.createConsumer(topic);
        connection.stop();
        send(session(), topic, "meanwhile");

        connection.start();

        assertEquals("meanwhile", receiveText(consumer));
    }

    @Test
    void shouldBeEqualToTheTopicOfThatName() throws Exception {
        Session session = session();
        Topic topic = topic();
        Topic same = session.createTopic(topic.getTopicName());

        assertEquals(topic, same);
        assertEquals(topic.hashCode(), same.hashCode());
        assertNotEquals(topic, topic());
        assertTrue(topic.toString().contains(topic.getTopicName()), topic.toString());
    }

    @Test
    void shouldPublishWhatIsCommittedOnly() throws Exception {
        Topic topic = topic();
        MessageConsumer consumer = session().createConsumer(topic);
        Session transacted = session(Session.SESSION_TRANSACTED);
        send(transacted, topic, "rolled back");
        transacted.rollback();
        send(transacted, topic, "committed");
        transacted.commit();

        assertEquals("committed", receiveText(consumer));
    }
}
