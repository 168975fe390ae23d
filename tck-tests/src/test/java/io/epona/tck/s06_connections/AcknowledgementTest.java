package io.epona.tck.s06_connections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.tck.support.ConformanceTest;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 6.2.10, acknowledgement of messages, and 3.6. */
class AcknowledgementTest extends ConformanceTest {
    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
    void shouldAcknowledgeByItselfWhatWasReceived(int mode) throws Exception {
        Queue queue = queue();
        send(session(), queue, "a", "b");
        Session session = session(mode);
        MessageConsumer consumer = session.createConsumer(queue);
        receive(consumer);
        receive(consumer);

        session.close();

        assertNothing(session().createConsumer(queue));
    }

    @Test
    void shouldAcknowledgeByItselfWhenTheListenerHasReturned() throws Exception {
        Queue queue = queue();
        send(session(), queue, "a");
        Session session = session();
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        session.createConsumer(queue).setMessageListener(message -> heard.add(text(message)));
        await("the listener", () -> heard.size() == 1);

        session.close();

        assertNothing(session().createConsumer(queue));
    }

    private static String text(Message message) {
        try {
            return ((TextMessage) message).getText();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldAcknowledgeAllThatTheSessionHasConsumed() throws Exception {
        Queue one = queue();
        Queue other = queue();
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        send(session, one, "a", "b", "not received");
        send(session, other, "c");
        MessageConsumer first = session.createConsumer(one);
        MessageConsumer second = session.createConsumer(other);
        receive(first);
        Message last = receive(first);
        receive(second);

        last.acknowledge();

        session.close();
        Session later = session();
        assertEquals("not received", receiveText(later.createConsumer(one)));
        assertNothing(later.createConsumer(other));
    }

    @Test
    void shouldAcknowledgeThroughAnyMessageOfTheSession() throws Exception {
        Queue queue = queue();
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        send(session, queue, "a", "b");
        MessageConsumer consumer = session.createConsumer(queue);
        Message first = receive(consumer);
        receive(consumer);

        first.acknowledge();
        first.acknowledge();

        session.close();
        assertNothing(session().createConsumer(queue));
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE, Session.SESSION_TRANSACTED})
    void shouldIgnoreAcknowledgeInTheOtherModes(int mode) throws Exception {
        Queue queue = queue();
        send(session(), queue, "a");
        Session session = session(mode);
        MessageConsumer consumer = session.createConsumer(queue);
        Message message = receive(consumer);

        message.acknowledge();

        if (mode == Session.SESSION_TRANSACTED) {
            session.rollback();
            assertEquals("a", receiveText(consumer));
            session.commit();
        }
    }

    @Test
    void shouldRedeliverInOrderWhatWasNotAcknowledgedAfterRecover() throws Exception {
        Queue queue = queue();
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        send(session, queue, "a", "b", "c");
        MessageConsumer consumer = session.createConsumer(queue);
        receive(consumer).acknowledge();
        assertFalse(receive(consumer).getJMSRedelivered());
        receive(consumer);

        session.recover();

        TextMessage second = (TextMessage) receive(consumer);
        assertEquals("b", second.getText());
        assertTrue(second.getJMSRedelivered());
        assertEquals(2, second.getIntProperty("JMSXDeliveryCount"));
        assertEquals("c", receiveText(consumer));
        second.acknowledge();
        assertNothing(consumer);
    }

    @Test
    void shouldCountDeliveries() throws Exception {
        Queue queue = queue();
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        send(session, queue, "a");
        MessageConsumer consumer = session.createConsumer(queue);

        for (int count = 1; count <= 4; count++) {
            Message message = receive(consumer);
            assertEquals(count, message.getIntProperty("JMSXDeliveryCount"));
            assertEquals(count > 1, message.getJMSRedelivered());
            session.recover();
        }
        receive(consumer).acknowledge();
    }

    @Test
    void shouldAcceptRecoverWithNothingToRecover() throws Exception {
        session(Session.CLIENT_ACKNOWLEDGE).recover();
        session(Session.AUTO_ACKNOWLEDGE).recover();
        session(Session.DUPS_OK_ACKNOWLEDGE).recover();
    }

    @Test
    void shouldRefuseRecoverInATransactedSession() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);

        assertThrows(IllegalStateException.class, session::recover);
    }

    @Test
    void shouldRefuseToAcknowledgeOnceTheSessionIsClosed() throws Exception {
        Queue queue = queue();
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        send(session, queue, "a");
        Message message = receive(session.createConsumer(queue));
        session.close();

        assertThrows(IllegalStateException.class, message::acknowledge);
    }

    @Test
    void shouldAcknowledgeThoughItsConsumerIsClosed() throws Exception {
        Queue queue = queue();
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        send(session, queue, "a");
        MessageConsumer consumer = session.createConsumer(queue);
        Message message = receive(consumer);
        consumer.close();

        message.acknowledge();

        session.close();
        assertNothing(session().createConsumer(queue));
    }

    @Test
    void shouldRedeliverToTheListenerThatThrew() throws Exception {
        Queue queue = queue();
        Session session = session();
        List<Boolean> marks = Collections.synchronizedList(new ArrayList<>());
        session.createConsumer(queue).setMessageListener(message -> {
            try {
                marks.add(message.getJMSRedelivered());
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
            if (marks.size() == 1) {
                throw new IllegalArgumentException("the first time");
            }
        });

        send(session(), queue, "a");

        await("redelivery", () -> marks.size() == 2);
        assertEquals(List.of(false, true), marks);
    }
}
