package io.epona.tck.s03_messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epona.tck.support.ConformanceTest;
import io.epona.tck.support.Horse;
import jakarta.jms.DeliveryMode;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Section 3.8, message selection. What selectors say of one message, {@link Horse}, is in {@code selectors.txt} as T, F or,
 * for unknown, U; those that are not well-formed are in {@code malformed-selectors.txt}.
 */
class SelectorTest extends ConformanceTest {
    static Stream<Arguments> selectors() throws IOException {
        return lines("selectors.txt").stream()
                .map(line -> Arguments.of(
                        line.substring(0, 1), line.substring(1).strip().replace("\\u00a0", "\u00a0")));
    }

    static List<String> malformed() throws IOException {
        return lines("malformed-selectors.txt");
    }

    private static List<String> lines(String resource) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(SelectorTest.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("selectors")
    void shouldHaveThreeValues(String expected, String selector) throws Exception {
        Session session = session();
        Queue queue = queue();
        Horse.sendTo(session, queue);

        boolean isTrue = selects(session, queue, selector);
        boolean isFalse = selects(session, queue, "NOT (" + selector + ")");

        assertEquals(expected, isTrue ? "T" : isFalse ? "F" : "U");
    }

    private static boolean selects(Session session, Queue queue, String selector) throws JMSException {
        try (var browser = session.createBrowser(queue, selector)) {
            return browser.getEnumeration().hasMoreElements();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void shouldBeRefusedIfNotWellFormed(String selector) throws Exception {
        Session session = connection(uniqueName("client")).createSession();
        Queue queue = queue();

        assertThrows(InvalidSelectorException.class, () -> session.createConsumer(queue, selector));
    }

    @Test
    void shouldBeRefusedWhereverOneIsGiven() throws Exception {
        Session session = connection(uniqueName("client")).createSession();
        var queue = queue();
        var topic = topic();
        String wrong = "a =";

        assertThrows(InvalidSelectorException.class, () -> session.createConsumer(queue, wrong, false));
        assertThrows(InvalidSelectorException.class, () -> session.createConsumer(topic, wrong));
        assertThrows(InvalidSelectorException.class, () -> session.createConsumer(topic, wrong, true));
        assertThrows(
                InvalidSelectorException.class,
                () -> session.createBrowser(queue, wrong).getEnumeration());
        assertThrows(
                InvalidSelectorException.class,
                () -> session.createDurableConsumer(topic, uniqueName("durable"), wrong, false));
        assertThrows(
                InvalidSelectorException.class,
                () -> session.createDurableSubscriber(topic, uniqueName("durable"), wrong, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void shouldNotSelectIfEmpty(String selector) throws Exception {
        Session session = session();
        Queue queue = queue();
        send(session, queue, "any");

        assertEquals("any", receiveText(session.createConsumer(queue, selector.strip())));
    }

    @Test
    void shouldNotSelectIfNull() throws Exception {
        Session session = session();
        Queue queue = queue();
        send(session, queue, "any");

        assertEquals("any", receiveText(session.createConsumer(queue, null)));
    }

    @Test
    void shouldSelectByTheHeadersThatTheSendSets() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        Message first = session.createTextMessage("first");
        Message second = session.createTextMessage("second");
        producer.send(first, DeliveryMode.NON_PERSISTENT, 2, 0);
        producer.send(second, DeliveryMode.PERSISTENT, 7, 0);

        List<String> selectors = List.of(
                "JMSPriority > 4",
                "JMSDeliveryMode = 'PERSISTENT'",
                "JMSDeliveryMode <> 'NON_PERSISTENT'",
                "JMSMessageID = '" + second.getJMSMessageID() + "'",
                "JMSTimestamp >= " + second.getJMSTimestamp() + " AND JMSPriority = 7");
        for (String selector : selectors) {
            try (var browser = session.createBrowser(queue, selector)) {
                Message selected = (Message) browser.getEnumeration().nextElement();
                assertEquals(second.getJMSMessageID(), selected.getJMSMessageID(), selector);
            }
        }
    }

    @Test
    void shouldLeaveInTheQueueWhatNoConsumerSelects() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < 10; i++) {
            Message message = session.createTextMessage(Integer.toString(i));
            message.setIntProperty("n", i);
            producer.send(message);
        }

        try (var odd = session.createConsumer(queue, "n IN ('a') OR n = 1 OR n = 3")) {
            assertEquals("1", receiveText(odd));
            assertEquals("3", receiveText(odd));
            assertNothing(odd);
        }
        var rest = session.createConsumer(queue);
        for (String text : List.of("0", "2", "4", "5", "6", "7", "8", "9")) {
            assertEquals(text, receiveText(rest));
        }
    }

    @Test
    void shouldNotGiveASubscriberWhatItDoesNotSelect() throws Exception {
        Session session = session();
        var topic = topic();
        var selective = session.createConsumer(topic, "JMSType = 'wanted'");
        MessageProducer producer = session.createProducer(topic);
        for (String type : List.of("unwanted", "wanted")) {
            Message message = session.createTextMessage(type);
            message.setJMSType(type);
            producer.send(message);
        }

        assertEquals("wanted", receiveText(selective));
    }

    @Test
    void shouldBeWhatTheConsumerTells() throws Exception {
        Session session = session();
        Queue queue = queue();

        assertEquals("a = 1", session.createConsumer(queue, "a = 1").getMessageSelector());
        assertEquals(null, session.createConsumer(queue, "").getMessageSelector());
        assertEquals(null, session.createConsumer(queue).getMessageSelector());
        assertEquals("a = 1", session.createBrowser(queue, "a = 1").getMessageSelector());
    }
}
