package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which objects a receiver accepts. */
class ObjectClassesTest extends JmsTest {
    /** A class that nobody allows by default. */
    record Order(String id) implements Serializable {}

    private static final String PROPERTY = "io.epona.jms.objectClasses";

    private void send(Serializable object) {
        try (JMSContext context = new EponaConnectionFactory(uri()).createContext()) {
            context.createProducer().send(context.createQueue("objects"), object);
        }
    }

    @Test
    void shouldRefuseAClassThatIsNotAllowedAndNameItAndTheOption() throws Exception {
        send(new ArrayList<>(List.of(new Order("one"))));
        try (JMSContext context = new EponaConnectionFactory(uri()).createContext(JMSContext.CLIENT_ACKNOWLEDGE)) {
            Queue queue = context.createQueue("objects");
            JMSConsumer consumer = context.createConsumer(queue);
            ObjectMessage message = (ObjectMessage) consumer.receive(TIMEOUT_MS);

            MessageFormatException e = assertThrows(MessageFormatException.class, message::getObject);

            assertTrue(e.getMessage().contains(Order.class.getName()), e.getMessage());
            assertTrue(e.getMessage().contains("objectClasses"), e.getMessage());
            assertEquals("EPONA-5004", e.getErrorCode());
            assertThrows(MessageFormatException.class, () -> message.getBody(Serializable.class));
            assertFalse(message.isBodyAssignableTo(Serializable.class));
            message.acknowledge();
            assertNull(consumer.receiveNoWait());
        }
    }

    @Test
    void shouldAcceptWhatTheUriOrTheSystemPropertyAllows() throws Exception {
        String separator = uri().contains("?") ? "&" : "?";
        send(new Order("by uri"));
        try (JMSContext context = new EponaConnectionFactory(
                        uri() + separator + "objectClasses=com.acme.**,io.epona.server.jms.*")
                .createContext()) {
            JMSConsumer consumer = context.createConsumer(context.createQueue("objects"));
            assertEquals(new Order("by uri"), consumer.receiveBody(Order.class, TIMEOUT_MS));
        }
        send(new Order("by property"));
        System.setProperty(PROPERTY, Order.class.getName());
        try (JMSContext context = new EponaConnectionFactory(uri()).createContext()) {
            JMSConsumer consumer = context.createConsumer(context.createQueue("objects"));
            assertEquals(new Order("by property"), consumer.receiveBody(Order.class, TIMEOUT_MS));
        } finally {
            System.clearProperty(PROPERTY);
        }
    }

    @Test
    void shouldKeepARefusedBodyForTheNextCallInAnAutomaticMode() {
        send(new Order("refused"));
        try (JMSContext context = new EponaConnectionFactory(uri()).createContext()) {
            JMSConsumer consumer = context.createConsumer(context.createQueue("objects"));
            assertThrows(MessageFormatRuntimeException.class, () -> consumer.receiveBody(Order.class, TIMEOUT_MS));
            assertTrue(consumer.receiveNoWait() instanceof ObjectMessage);
        }
    }

    @Test
    void shouldRefuseAFactoryWithAClassThatHasAnotherForm() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> new EponaConnectionFactory("epona://a?objectClasses=com..acme"));

        assertTrue(e.getMessage().startsWith("EPONA-1014"), e.getMessage());
    }
}
