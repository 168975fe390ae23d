package io.epona.tck.s04_domains;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.tck.support.ConformanceTest;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Section 4.1, the point-to-point model. */
class QueueTest extends ConformanceTest {
    @Test
    void shouldKeepMessagesUntilThereIsAConsumer() throws Exception {
        Queue queue = queue();
        send(session(), queue, "early");

        assertEquals("early", receiveText(session().createConsumer(queue)));
    }

    @Test
    void shouldGiveEachMessageToOneConsumer() throws Exception {
        Queue queue = queue();
        MessageConsumer one = session().createConsumer(queue);
        MessageConsumer other = session().createConsumer(queue);
        String[] texts = new String[20];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = "text " + i;
        }
        send(session(), queue, texts);

        Set<String> received = new TreeSet<>();
        await("each message once", () -> {
            for (MessageConsumer consumer : new MessageConsumer[] {one, other}) {
                TextMessage message = (TextMessage) consumer.receive(1);
                assertTrue(message == null || received.add(message.getText()), () -> "twice: " + received);
            }
            return received.size() == texts.length;
        });
        assertNothing(one);
        assertNull(other.receiveNoWait());
    }

    @Test
    void shouldKeepTheOrderOfAProducer() throws Exception {
        Session session = session();
        Queue queue = queue();
        String[] texts = new String[200];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = Integer.toString(i);
        }
        send(session, queue, texts);

        MessageConsumer consumer = session.createConsumer(queue);
        for (String text : texts) {
            assertEquals(text, receiveText(consumer));
        }
    }

    @Test
    void shouldKeepWhatAClosedConsumerDidNotReceive() throws Exception {
        Queue queue = queue();
        Session session = session();
        MessageConsumer first = session.createConsumer(queue);
        send(session, queue, "a", "b", "c");
        assertEquals("a", receiveText(first));
        first.close();

        MessageConsumer second = session.createConsumer(queue);

        assertEquals("b", receiveText(second));
        assertEquals("c", receiveText(second));
    }

    @Test
    void shouldReturnToTheQueueWhatASessionDidNotAcknowledge() throws Exception {
        Queue queue = queue();
        send(session(), queue, "a", "b");
        Session first = session(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = first.createConsumer(queue);
        receive(consumer);
        receive(consumer);

        first.close();

        MessageConsumer second = session().createConsumer(queue);
        assertEquals("a", receiveText(second));
        TextMessage again = (TextMessage) receive(second);
        assertEquals("b", again.getText());
        assertTrue(again.getJMSRedelivered());
    }

    @Test
    void shouldBeEqualToTheQueueOfThatName() throws Exception {
        Session session = session();
        Queue queue = queue();
        Queue same = session.createQueue(queue.getQueueName());

        assertEquals(queue, same);
        assertEquals(queue.hashCode(), same.hashCode());
        assertNotEquals(queue, queue());
        assertTrue(queue.toString().contains(queue.getQueueName()), queue.toString());
        send(session, same, "same");
        assertEquals("same", receiveText(session.createConsumer(queue)));
    }
}
