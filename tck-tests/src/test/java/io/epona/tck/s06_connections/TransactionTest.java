package io.epona.tck.s06_connections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.tck.support.ConformanceTest;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;

/** Section 6.2.7, transactions. */
class TransactionTest extends ConformanceTest {
    @Test
    void shouldSendNothingBeforeCommit() throws Exception {
        Queue queue = queue();
        Session session = session(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session().createConsumer(queue);
        send(session, queue, "a", "b");
        assertNothing(consumer);

        session.commit();

        assertEquals("a", receiveText(consumer));
        assertEquals("b", receiveText(consumer));
    }

    @Test
    void shouldSendNothingThatWasRolledBack() throws Exception {
        Queue queue = queue();
        Session session = session(Session.SESSION_TRANSACTED);
        send(session, queue, "rolled back");
        session.rollback();
        send(session, queue, "committed");
        session.commit();

        assertEquals("committed", receiveText(session().createConsumer(queue)));
    }

    @Test
    void shouldReturnInOrderWhatWasReceivedAndRolledBack() throws Exception {
        Queue queue = queue();
        send(session(), queue, "a", "b", "c");
        Session session = session(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(queue);
        assertEquals("a", receiveText(consumer));
        assertEquals("b", receiveText(consumer));

        session.rollback();

        for (String text : new String[] {"a", "b", "c"}) {
            TextMessage message = (TextMessage) receive(consumer);
            assertEquals(text, message.getText());
            assertEquals(!text.equals("c"), message.getJMSRedelivered());
        }
        session.commit();
        assertNothing(consumer);
    }

    @Test
    void shouldJoinReceivingAndSending() throws Exception {
        Queue from = queue();
        Queue to = queue();
        send(session(), from, "moved");
        Session session = session(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(from);
        send(session, to, "copy of " + receiveText(consumer));
        session.rollback();
        send(session, to, "copy of " + receiveText(consumer));

        session.commit();

        session.close();
        Session later = session();
        assertNothing(later.createConsumer(from));
        MessageConsumer moved = later.createConsumer(to);
        assertEquals("copy of moved", receiveText(moved));
        assertNothing(moved);
    }

    @Test
    void shouldCoverSeveralDestinations() throws Exception {
        Queue queue = queue();
        Topic topic = topic();
        Session receiving = session();
        MessageConsumer ofQueue = receiving.createConsumer(queue);
        MessageConsumer ofTopic = receiving.createConsumer(topic);
        Session session = session(Session.SESSION_TRANSACTED);
        send(session, queue, "q");
        send(session, topic, "t");

        session.commit();

        assertEquals("q", receiveText(ofQueue));
        assertEquals("t", receiveText(ofTopic));
    }

    @Test
    void shouldCommitAndRollBackNothing() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        session.commit();
        session.rollback();
        session.rollback();
        session.commit();
    }

    @Test
    void shouldRefuseCommitAndRollbackInOtherModes() throws Exception {
        for (int mode : new int[] {Session.AUTO_ACKNOWLEDGE, Session.CLIENT_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE}) {
            Session session = session(mode);
            assertThrows(IllegalStateException.class, session::commit);
            assertThrows(IllegalStateException.class, session::rollback);
        }
    }

    @Test
    void shouldRollBackWhenTheSessionIsClosed() throws Exception {
        Queue queue = queue();
        Queue received = queue();
        send(session(), received, "back");
        Session session = session(Session.SESSION_TRANSACTED);
        send(session, queue, "uncommitted");
        receive(session.createConsumer(received));

        session.close();

        Session later = session();
        assertNothing(later.createConsumer(queue));
        Message back = receive(later.createConsumer(received));
        assertTrue(back.getJMSRedelivered());
    }

    @Test
    void shouldBeIndependentOfOtherSessions() throws Exception {
        Queue queue = queue();
        Connection connection = connection();
        Session one = connection.createSession(Session.SESSION_TRANSACTED);
        Session other = connection.createSession(Session.SESSION_TRANSACTED);
        send(one, queue, "of one");
        send(other, queue, "of other");
        one.rollback();

        other.commit();

        MessageConsumer consumer = session().createConsumer(queue);
        assertEquals("of other", receiveText(consumer));
        assertNothing(consumer);
    }

    @Test
    void shouldGiveTheNextTransactionWhatTheLastOneLeft() throws Exception {
        Queue queue = queue();
        send(session(), queue, "a", "b");
        Session session = session(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(queue);
        assertEquals("a", receiveText(consumer));
        session.commit();
        assertEquals("b", receiveText(consumer));
        session.rollback();
        assertEquals("b", receiveText(consumer));
        session.commit();
        assertNothing(consumer);
    }

    @Test
    void shouldDeliverCommittedMessagesInTheOrderOfTheSends() throws Exception {
        Queue queue = queue();
        Session session = session(Session.SESSION_TRANSACTED);
        String[] texts = new String[50];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = Integer.toString(i);
        }
        send(session, queue, texts);
        session.commit();

        MessageConsumer consumer = session().createConsumer(queue);
        for (String text : texts) {
            assertEquals(text, receiveText(consumer));
        }
    }
}
