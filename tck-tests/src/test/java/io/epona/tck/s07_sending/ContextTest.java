package io.epona.tck.s07_sending;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.tck.support.ConformanceTest;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The simplified API, sections 2.8, 6, 7.5 and 8.6: contexts, their producers and their consumers. */
class ContextTest extends ConformanceTest {
    @Test
    void shouldStartItsConnectionWithTheFirstConsumer() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        context.createProducer().send(queue, "text");

        assertTrue(context.getAutoStart());
        assertEquals("text", context.createConsumer(queue).receiveBody(String.class, TIMEOUT_MS));
    }

    @Test
    void shouldNotStartItsConnectionIfItIsNotToDoSo() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        context.setAutoStart(false);
        context.createProducer().send(queue, "text");
        JMSConsumer consumer = context.createConsumer(queue);

        assertFalse(context.getAutoStart());
        assertNothing(consumer);
        context.start();
        assertEquals("text", consumer.receiveBody(String.class, TIMEOUT_MS));
    }

    @Test
    void shouldTellItsMode() {
        for (int mode : new int[] {
            JMSContext.AUTO_ACKNOWLEDGE,
            JMSContext.CLIENT_ACKNOWLEDGE,
            JMSContext.DUPS_OK_ACKNOWLEDGE,
            JMSContext.SESSION_TRANSACTED
        }) {
            assertEquals(mode, context(mode).getSessionMode());
            assertEquals(mode == JMSContext.SESSION_TRANSACTED, context(mode).getTransacted());
            assertEquals(mode, closing(context().createContext(mode)).getSessionMode());
        }
        assertThrows(JMSRuntimeException.class, () -> context(17));
        assertThrows(JMSRuntimeException.class, () -> context().createContext(17));
    }

    @Test
    void shouldShareItsConnectionWithContextsMadeFromIt() throws Exception {
        JMSContext first = context();
        first.setClientID(uniqueName("client"));
        JMSContext second = first.createContext(JMSContext.AUTO_ACKNOWLEDGE);
        assertEquals(first.getClientID(), second.getClientID());
        Queue queue = queue();

        first.close();

        second.createProducer().send(queue, "still open");
        assertEquals("still open", second.createConsumer(queue).receiveBody(String.class, TIMEOUT_MS));
        second.close();
    }

    @Test
    void shouldSendEveryKindOfBody() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        JMSProducer producer = context.createProducer();
        producer.send(queue, "text")
                .send(queue, Map.of("a", 1))
                .send(queue, new byte[] {1, 2})
                .send(queue, Integer.valueOf(17))
                .send(queue, context.createStreamMessage());

        JMSConsumer consumer = context.createConsumer(queue);
        assertEquals("text", consumer.receiveBody(String.class, TIMEOUT_MS));
        assertEquals(Map.of("a", 1), consumer.receiveBody(Map.class, TIMEOUT_MS));
        assertArrayEquals(new byte[] {1, 2}, consumer.receiveBody(byte[].class, TIMEOUT_MS));
        assertEquals(17, consumer.receiveBody(Integer.class, TIMEOUT_MS));
        assertTrue(receive(consumer) instanceof jakarta.jms.StreamMessage);
    }

    @Test
    void shouldSendNoBody() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        context.createProducer()
                .send(queue, (String) null)
                .send(queue, (byte[]) null)
                .send(queue, (java.io.Serializable) null);

        JMSConsumer consumer = context.createConsumer(queue);
        for (int i = 0; i < 3; i++) {
            assertNull(receive(consumer).getBody(String.class));
        }
        assertThrows(
                MessageFormatRuntimeException.class,
                () -> context.createProducer().send(queue, (Message) null));
    }

    @Test
    void shouldSendWithTheOptionsHeadersAndPropertiesOfTheProducer() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        Queue reply = queue();
        context.createProducer()
                .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                .setPriority(7)
                .setTimeToLive(100_000)
                .setJMSCorrelationID("correlation")
                .setJMSType("type")
                .setJMSReplyTo(reply)
                .setProperty("boolean", true)
                .setProperty("byte", (byte) 1)
                .setProperty("short", (short) 2)
                .setProperty("int", 3)
                .setProperty("long", 4L)
                .setProperty("float", 5f)
                .setProperty("double", 6d)
                .setProperty("string", "7")
                .setProperty("object", (Object) 8)
                .send(queue, "text");

        Message received = receive(context.createConsumer(queue));
        assertEquals(DeliveryMode.NON_PERSISTENT, received.getJMSDeliveryMode());
        assertEquals(7, received.getJMSPriority());
        assertEquals(100_000, received.getJMSExpiration() - received.getJMSTimestamp());
        assertEquals("correlation", received.getJMSCorrelationID());
        assertEquals("type", received.getJMSType());
        assertEquals(reply, received.getJMSReplyTo());
        assertTrue(received.getBooleanProperty("boolean"));
        assertEquals(1, received.getByteProperty("byte"));
        assertEquals(2, received.getShortProperty("short"));
        assertEquals(3, received.getIntProperty("int"));
        assertEquals(4, received.getLongProperty("long"));
        assertEquals(5f, received.getFloatProperty("float"));
        assertEquals(6d, received.getDoubleProperty("double"));
        assertEquals("7", received.getStringProperty("string"));
        assertEquals(8, received.getObjectProperty("object"));
    }

    @Test
    void shouldTellWhatWasSetOnTheProducer() throws Exception {
        JMSProducer producer = context().createProducer();
        Topic reply = topic();
        assertEquals(DeliveryMode.PERSISTENT, producer.getDeliveryMode());
        assertEquals(4, producer.getPriority());
        assertEquals(0, producer.getTimeToLive());
        assertEquals(0, producer.getDeliveryDelay());
        assertNull(producer.getAsync());
        assertNull(producer.getJMSReplyTo());
        assertSame(
                producer, producer.setJMSReplyTo(reply).setProperty("a", "17").setJMSType("type"));

        assertEquals(reply, producer.getJMSReplyTo());
        assertEquals("type", producer.getJMSType());
        assertEquals(17, producer.getIntProperty("a"));
        assertEquals(Set.of("a"), producer.getPropertyNames());
        assertTrue(producer.propertyExists("a"));
        producer.clearProperties();
        assertFalse(producer.propertyExists("a"));
        producer.setDisableMessageID(true).setDisableMessageTimestamp(true);
        assertTrue(producer.getDisableMessageID());
        assertTrue(producer.getDisableMessageTimestamp());
    }

    @Test
    void shouldOverridePropertiesOfTheMessage() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        TextMessage message = context.createTextMessage("text");
        message.setIntProperty("a", 1);
        message.setIntProperty("b", 1);

        context.createProducer().setProperty("a", 2).send(queue, message);

        Message received = receive(context.createConsumer(queue));
        assertEquals(2, received.getIntProperty("a"));
        assertEquals(1, received.getIntProperty("b"));
    }

    @Test
    void shouldRefuseWrongOptions() throws Exception {
        JMSProducer producer = context().createProducer();

        assertThrows(JMSRuntimeException.class, () -> producer.setDeliveryMode(9));
        assertThrows(JMSRuntimeException.class, () -> producer.setPriority(10));
        assertThrows(IllegalArgumentException.class, () -> producer.setProperty("", 1));
        assertThrows(IllegalArgumentException.class, () -> producer.setProperty(null, "x"));
        assertThrows(MessageFormatRuntimeException.class, () -> producer.setProperty("a", new Object()));
        assertThrows(InvalidDestinationRuntimeException.class, () -> producer.send((Destination) null, "text"));
        producer.setProperty("text", "no number");
        assertThrows(NumberFormatException.class, () -> producer.getIntProperty("text"));
        producer.setProperty("flag", true);
        assertThrows(MessageFormatRuntimeException.class, () -> producer.getIntProperty("flag"));
    }

    @Test
    void shouldRefuseToChangePropertiesOfAReceivedMessage() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        context.createProducer().send(queue, "text");
        Message received = receive(context.createConsumer(queue));

        assertThrows(
                MessageNotWriteableRuntimeException.class,
                () -> context.createProducer().setProperty("a", 1).send(queue, received));
    }

    @Test
    void shouldAcknowledgeAllThatWasConsumed() throws Exception {
        JMSContext context = context(JMSContext.CLIENT_ACKNOWLEDGE);
        Queue queue = queue();
        context.createProducer().send(queue, "a").send(queue, "b");
        JMSConsumer consumer = context.createConsumer(queue);
        receive(consumer);
        context.recover();
        assertTrue(receive(consumer).getJMSRedelivered());
        receive(consumer);

        context.acknowledge();

        context.close();
        assertNothing(context().createConsumer(queue));
    }

    @Test
    void shouldCommitAndRollBack() throws Exception {
        JMSContext context = context(JMSContext.SESSION_TRANSACTED);
        Queue queue = queue();
        context.createProducer().send(queue, "rolled back");
        context.rollback();
        context.createProducer().send(queue, "committed");
        context.commit();

        assertEquals("committed", context().createConsumer(queue).receiveBody(String.class, TIMEOUT_MS));
        assertThrows(IllegalStateRuntimeException.class, () -> context().commit());
        assertThrows(IllegalStateRuntimeException.class, () -> context().rollback());
        assertThrows(IllegalStateRuntimeException.class, context::recover);
    }

    @Test
    void shouldLeaveTheMessageWhoseBodyIsOfAnotherType() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        context.createProducer().send(queue, "text");
        JMSConsumer consumer = context.createConsumer(queue);

        assertThrows(MessageFormatRuntimeException.class, () -> consumer.receiveBody(Map.class, TIMEOUT_MS));

        assertEquals("text", consumer.receiveBody(String.class, TIMEOUT_MS));
    }

    @Test
    void shouldNotGiveBodiesOfStreamsAndPlainMessages() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        context.createProducer().send(queue, context.createMessage());
        assertThrows(
                MessageFormatRuntimeException.class,
                () -> context.createConsumer(queue).receiveBody(String.class, TIMEOUT_MS));
        Queue other = queue();
        context.createProducer().send(other, context.createStreamMessage());
        assertThrows(
                MessageFormatRuntimeException.class,
                () -> context.createConsumer(other).receiveBody(String.class, TIMEOUT_MS));
    }

    @Test
    void shouldGiveNullIfThereIsNoMessage() throws Exception {
        JMSConsumer consumer = context().createConsumer(queue());

        assertNull(consumer.receive(SILENCE_MS));
        assertNull(consumer.receiveNoWait());
        assertNull(consumer.receiveBody(String.class, SILENCE_MS));
        assertNull(consumer.receiveBodyNoWait(String.class));
    }

    @Test
    void shouldCallListeners() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        CompletableFuture<String> heard = new CompletableFuture<>();
        JMSConsumer consumer = context.createConsumer(queue);
        consumer.setMessageListener(message -> {
            try {
                heard.complete(message.getBody(String.class));
            } catch (jakarta.jms.JMSException e) {
                heard.completeExceptionally(e);
            }
        });

        context().createProducer().send(queue, "heard");

        assertEquals("heard", heard.get(TIMEOUT_MS, TimeUnit.MILLISECONDS));
        assertThrows(JMSRuntimeException.class, () -> consumer.receive(1));
    }

    @Test
    void shouldRefuseWrongSelectorsAndDestinations() throws Exception {
        JMSContext context = context();
        Queue queue = queue();

        assertThrows(InvalidSelectorRuntimeException.class, () -> context.createConsumer(queue, "a ="));
        assertThrows(InvalidDestinationRuntimeException.class, () -> context.createConsumer(null));
        assertThrows(InvalidDestinationRuntimeException.class, () -> context.createBrowser(null));
        assertThrows(
                InvalidDestinationRuntimeException.class, () -> context.createSharedConsumer(null, uniqueName("s")));
        assertThrows(InvalidDestinationRuntimeException.class, () -> context.unsubscribe(uniqueName("none")));
        assertThrows(
                IllegalStateRuntimeException.class,
                () -> context.createDurableConsumer(topic(), uniqueName("durable")));
    }

    @Test
    void shouldOpenSubscriptionsOfFourKinds() throws Exception {
        JMSContext context = context();
        context.setClientID(uniqueName("client"));
        Topic topic = topic();
        String name = uniqueName("subscription");
        JMSConsumer[] consumers = {
            context.createConsumer(topic),
            context.createSharedConsumer(topic, name),
            context.createDurableConsumer(topic, name),
            context.createSharedDurableConsumer(topic, uniqueName("subscription"))
        };

        context.createProducer().send(topic, "to all");

        for (JMSConsumer consumer : consumers) {
            assertEquals("to all", consumer.receiveBody(String.class, TIMEOUT_MS));
        }
    }
}
