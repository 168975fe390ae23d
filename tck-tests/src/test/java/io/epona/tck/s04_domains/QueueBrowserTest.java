package io.epona.tck.s04_domains;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epona.tck.support.ConformanceTest;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** Section 4.1, queue browsers. */
class QueueBrowserTest extends ConformanceTest {
    private static List<String> texts(QueueBrowser browser) throws JMSException {
        List<String> texts = new ArrayList<>();
        Enumeration<?> messages = browser.getEnumeration();
        while (messages.hasMoreElements()) {
            texts.add(((TextMessage) messages.nextElement()).getText());
        }
        return texts;
    }

    @Test
    void shouldShowMessagesInOrderAndLeaveThem() throws Exception {
        Session session = session();
        Queue queue = queue();
        send(session, queue, "a", "b", "c");
        QueueBrowser browser = session.createBrowser(queue);

        assertEquals(List.of("a", "b", "c"), texts(browser));
        assertEquals(List.of("a", "b", "c"), texts(browser));
        var consumer = session.createConsumer(queue);
        assertEquals("a", receiveText(consumer));
        assertEquals("b", receiveText(consumer));
        assertEquals("c", receiveText(consumer));
        assertEquals(List.of(), texts(browser));
    }

    @Test
    void shouldShowNothingOfAnEmptyQueue() throws Exception {
        QueueBrowser browser = session().createBrowser(queue());
        Enumeration<?> messages = browser.getEnumeration();

        assertFalse(messages.hasMoreElements());
        assertThrows(NoSuchElementException.class, messages::nextElement);
    }

    @Test
    void shouldShowWhatItsSelectorSelects() throws Exception {
        Session session = session();
        Queue queue = queue();
        var producer = session.createProducer(queue);
        for (int i = 0; i < 6; i++) {
            Message message = session.createTextMessage(Integer.toString(i));
            message.setIntProperty("n", i);
            producer.send(message);
        }

        assertEquals(List.of("3", "4"), texts(session.createBrowser(queue, "n BETWEEN 3 AND 4")));
    }

    @Test
    void shouldShowMessagesInOrderOfPriority() throws Exception {
        Session session = session();
        Queue queue = queue();
        var producer = session.createProducer(queue);
        producer.send(session.createTextMessage("low"), 1, 1, 0);
        producer.send(session.createTextMessage("high"), 1, 8, 0);

        assertEquals(List.of("high", "low"), texts(session.createBrowser(queue)));
    }

    @Test
    void shouldShowNothingOfATransactionInProgress() throws Exception {
        Session session = session();
        Session transacted = session(Session.SESSION_TRANSACTED);
        Queue queue = queue();
        send(transacted, queue, "uncommitted");
        QueueBrowser browser = session.createBrowser(queue);

        assertEquals(List.of(), texts(browser));
        transacted.commit();
        assertEquals(List.of("uncommitted"), texts(browser));
    }

    @Test
    void shouldWorkOnAConnectionThatIsNotStarted() throws Exception {
        Queue queue = queue();
        send(session(), queue, "a");

        assertEquals(List.of("a"), texts(stoppedConnection().createSession().createBrowser(queue)));
    }

    @Test
    void shouldTellQueueAndSelector() throws Exception {
        Session session = session();
        Queue queue = queue();

        assertEquals(queue, session.createBrowser(queue).getQueue());
        assertNull(session.createBrowser(queue).getMessageSelector());
        assertNull(session.createBrowser(queue, "").getMessageSelector());
    }

    @Test
    void shouldRefuseUseWhenClosed() throws Exception {
        QueueBrowser browser = session().createBrowser(queue());
        browser.close();

        assertThrows(IllegalStateException.class, browser::getEnumeration);
        assertThrows(IllegalStateException.class, browser::getQueue);
        assertThrows(IllegalStateException.class, browser::getMessageSelector);
        browser.close();
    }

    @Test
    void shouldRefuseNoQueue() throws Exception {
        Session session = session();

        assertThrows(InvalidDestinationException.class, () -> session.createBrowser(null));
        assertThrows(InvalidDestinationException.class, () -> session.createBrowser(null, "a = 1"));
    }
}
