package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.jms.EponaConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is closed refuses everything, also when the connection that it shares is not closed. */
class ClosedContextTest extends JmsTest {
    private static Object argument(Class<?> type) {
        if (type == int.class) {
            return JMSContext.AUTO_ACKNOWLEDGE;
        }
        return type == boolean.class ? Boolean.TRUE : null;
    }

    @Test
    void shouldRefuseEveryMethodOfAClosedContext() throws Exception {
        try (JMSContext open = new EponaConnectionFactory(uri()).createContext()) {
            JMSContext closed = open.createContext(JMSContext.AUTO_ACKNOWLEDGE);
            closed.createProducer().send(closed.createQueue("closed"), "x");
            closed.close();
            closed.close();
            Set<String> allowing = new TreeSet<>();
            for (Method method : JMSContext.class.getDeclaredMethods()) {
                Object[] arguments = new Object[method.getParameterCount()];
                for (int i = 0; i < arguments.length; i++) {
                    arguments[i] = argument(method.getParameterTypes()[i]);
                }
                if (!method.getName().equals("close")) {
                    try {
                        method.invoke(closed, arguments);
                        allowing.add(method.toString());
                    } catch (InvocationTargetException e) {
                        if (!(e.getCause() instanceof IllegalStateRuntimeException)) {
                            allowing.add(method + " threw " + e.getCause());
                        }
                    }
                }
            }
            assertEquals(Set.of(), allowing);
            assertEquals("x", open.createConsumer(open.createQueue("closed")).receiveBody(String.class, TIMEOUT_MS));
        }
    }

    @Test
    void shouldRefuseToAcknowledgeForAClosedSessionInEveryMode() throws Exception {
        try (Connection connection = connect()) {
            for (int mode : new int[] {
                Session.AUTO_ACKNOWLEDGE,
                Session.CLIENT_ACKNOWLEDGE,
                Session.DUPS_OK_ACKNOWLEDGE,
                Session.SESSION_TRANSACTED
            }) {
                Session session = connection.createSession(mode);
                MessageConsumer consumer = session.createConsumer(session.createQueue("acknowledge-" + mode));
                Session sending = connection.createSession();
                sending.createProducer(sending.createQueue("acknowledge-" + mode))
                        .send(sending.createMessage());
                Message message = consumer.receive(TIMEOUT_MS);
                message.acknowledge();
                session.close();
                assertThrows(IllegalStateException.class, message::acknowledge);
            }
        }
    }

    @Test
    void shouldRefuseToUnsubscribeFromNothing() throws Exception {
        try (Connection connection = connect("unsubscriber")) {
            Session session = connection.createSession();
            for (String name : new String[] {null, "", "nobody"}) {
                Exception e = assertThrows(InvalidDestinationException.class, () -> session.unsubscribe(name));
                assertInstanceOf(InvalidDestinationException.class, e);
                assertTrue(e.getMessage().startsWith("EPONA-3002"), e.getMessage());
            }
        }
    }
}
