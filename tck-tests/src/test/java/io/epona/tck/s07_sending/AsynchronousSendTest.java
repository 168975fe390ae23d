package io.epona.tck.s07_sending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epona.tck.support.Completions;
import io.epona.tck.support.ConformanceTest;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Section 7.3, asynchronous sends. */
class AsynchronousSendTest extends ConformanceTest {
    @Test
    void shouldTellTheListenerOfTheMessageThatWasSent() throws Exception {
        Session session = session();
        Queue queue = queue();
        Completions completions = new Completions();
        TextMessage message = session.createTextMessage("sent");

        session.createProducer(queue).send(message, completions);

        assertSame(message, completions.next());
        assertEquals("sent", message.getText());
        assertNotNull(message.getJMSMessageID());
        assertEquals("sent", receiveText(session.createConsumer(queue)));
    }

    @Test
    void shouldSetTheHeadersByTheTimeOfTheCompletion() throws Exception {
        Session session = session();
        Queue queue = queue();
        Completions completions = new Completions();
        MessageProducer producer = session.createProducer(null);
        Message message = session.createMessage();

        producer.send(queue, message, DeliveryMode.NON_PERSISTENT, 7, 100_000, completions);

        Message completed = completions.next();
        assertEquals(queue, completed.getJMSDestination());
        assertEquals(DeliveryMode.NON_PERSISTENT, completed.getJMSDeliveryMode());
        assertEquals(7, completed.getJMSPriority());
        assertEquals(100_000, completed.getJMSExpiration() - completed.getJMSTimestamp());
    }

    @Test
    void shouldTellListenersInTheOrderOfTheSends() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        List<Message> completed = Collections.synchronizedList(new ArrayList<>());
        List<Message> sent = new ArrayList<>();
        AtomicInteger failures = new AtomicInteger();
        CompletionListener listener = new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                completed.add(message);
            }

            @Override
            public void onException(Message message, Exception exception) {
                failures.incrementAndGet();
            }
        };
        for (int i = 0; i < 100; i++) {
            Message message = session.createTextMessage(Integer.toString(i));
            sent.add(message);
            producer.send(message, listener);
        }

        await("all completions", () -> completed.size() == 100);
        assertEquals(sent, completed);
        assertEquals(0, failures.get());
        var consumer = session.createConsumer(queue);
        for (int i = 0; i < 100; i++) {
            assertEquals(Integer.toString(i), receiveText(consumer));
        }
    }

    @Test
    void shouldKeepTheOrderWithSynchronousSends() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        Completions completions = new Completions();
        for (int i = 0; i < 20; i++) {
            Message message = session.createTextMessage(Integer.toString(i));
            if (i % 2 == 0) {
                producer.send(message, completions);
            } else {
                producer.send(message);
            }
        }

        var consumer = session.createConsumer(queue);
        for (int i = 0; i < 20; i++) {
            assertEquals(Integer.toString(i), receiveText(consumer));
        }
    }

    @Test
    void shouldHaveCompletedAllWhenClosed() throws Exception {
        Queue queue = queue();
        for (String closed : List.of("producer", "session", "connection")) {
            Connection connection = connection();
            Session session = connection.createSession();
            MessageProducer producer = session.createProducer(queue);
            Completions completions = new Completions();
            for (int i = 0; i < 50; i++) {
                producer.send(session.createMessage(), completions);
            }

            switch (closed) {
                case "producer" -> producer.close();
                case "session" -> session.close();
                default -> connection.close();
            }

            assertEquals(50, completions.count(), closed);
        }
    }

    @Test
    void shouldHaveCompletedAllWhenCommittedOrRolledBack() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(queue());
        Completions completions = new Completions();
        for (int i = 0; i < 50; i++) {
            producer.send(session.createMessage(), completions);
        }
        session.commit();
        assertEquals(50, completions.count());
        for (int i = 0; i < 50; i++) {
            producer.send(session.createMessage(), completions);
        }
        session.rollback();
        assertEquals(100, completions.count());
    }

    @Test
    void shouldRefuseNoListener() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        MessageProducer open = session.createProducer(null);
        Message message = session.createMessage();

        assertThrows(IllegalArgumentException.class, () -> producer.send(message, null));
        assertThrows(IllegalArgumentException.class, () -> producer.send(message, 1, 4, 0, null));
        assertThrows(IllegalArgumentException.class, () -> open.send(queue, message, null));
        assertThrows(IllegalArgumentException.class, () -> open.send(queue, message, 1, 4, 0, null));
    }

    @Test
    void shouldRefuseNoDestination() throws Exception {
        Session session = session();
        MessageProducer open = session.createProducer(null);
        Message message = session.createMessage();

        assertThrows(InvalidDestinationException.class, () -> open.send(null, message, new Completions()));
        assertThrows(InvalidDestinationException.class, () -> open.send(null, message, 1, 4, 0, new Completions()));
    }

    private interface SessionCall {
        void run() throws Exception;
    }

    /** What the call does in the completion listener of a send through the producer. */
    private static Exception inCompletion(MessageProducer producer, Message message, SessionCall call)
            throws Exception {
        CompletableFuture<Exception> outcome = new CompletableFuture<>();
        producer.send(message, new CompletionListener() {
            @Override
            public void onCompletion(Message completed) {
                try {
                    call.run();
                    outcome.complete(null);
                } catch (Exception e) {
                    outcome.complete(e);
                }
            }

            @Override
            public void onException(Message failed, Exception exception) {
                outcome.completeExceptionally(exception);
            }
        });
        return outcome.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    @Test
    void shouldRefuseToCloseInTheListenerWhatItBelongsTo() throws Exception {
        Connection connection = connection();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(queue());

        for (SessionCall call : List.<SessionCall>of(producer::close, session::close, connection::close)) {
            assertInstanceOf(IllegalStateException.class, inCompletion(producer, session.createMessage(), call));
        }
    }

    @Test
    void shouldRefuseToEndTheTransactionInTheListener() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(queue());

        assertInstanceOf(IllegalStateException.class, inCompletion(producer, session.createMessage(), session::commit));
        assertInstanceOf(
                IllegalStateException.class, inCompletion(producer, session.createMessage(), session::rollback));
        session.commit();
    }

    @Test
    void shouldLetTheListenerStopTheConnectionAndSend() throws Exception {
        Connection connection = connection();
        Session session = connection.createSession();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);

        assertNull(inCompletion(producer, session.createTextMessage("first"), connection::stop));
        assertNull(inCompletion(
                producer,
                session.createTextMessage("second"),
                () -> producer.send(session.createTextMessage("third"))));

        connection.start();
        var consumer = session.createConsumer(queue);
        for (String text : List.of("first", "second", "third")) {
            assertEquals(text, receiveText(consumer));
        }
    }

    @Test
    void shouldSurviveAListenerThatThrows() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        producer.send(session.createTextMessage("first"), new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                throw new IllegalArgumentException("on purpose");
            }

            @Override
            public void onException(Message message, Exception exception) {}
        });
        Completions completions = new Completions();

        producer.send(session.createTextMessage("second"), completions);

        assertNotNull(completions.next());
    }

    @Test
    void shouldSendAsynchronouslyThroughAContext() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        Completions completions = new Completions();
        var producer = context.createProducer().setAsync(completions);
        assertSame(completions, producer.getAsync());

        producer.send(queue, "text");

        assertNotNull(completions.next());
        assertEquals("text", context.createConsumer(queue).receiveBody(String.class, TIMEOUT_MS));
        producer.setAsync(null);
        producer.send(queue, "synchronous");
        assertEquals(0, completions.count());
    }

    @Test
    void shouldAllowTheNextSendOfAMessageThatIsCompleted() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        TextMessage message = session.createTextMessage("first");
        Completions completions = new Completions();
        producer.send(message, completions);
        TextMessage completed = (TextMessage) completions.next();
        completed.setText("second");

        producer.send(completed, completions);

        completions.next();
        var consumer = session.createConsumer(queue);
        assertEquals("first", receiveText(consumer));
        assertEquals("second", receiveText(consumer));
    }

    @Test
    void shouldThrowAtOnceWhatIsWrongWithTheCall() throws Exception {
        Session session = session();
        MessageProducer producer = session.createProducer(queue());
        Completions completions = new Completions();

        assertThrows(JMSException.class, () -> producer.send(session.createMessage(), 7, 4, 0, completions));
        assertThrows(JMSException.class, () -> producer.send(session.createMessage(), 1, 11, 0, completions));
        assertEquals(0, completions.count());
    }
}
