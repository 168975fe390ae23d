package io.epona.server.demo;

import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Session;

/** Destinations written as {@code queue://name} and {@code topic://name}. */
public final class Destinations {
    private static final String QUEUE = "queue://";
    private static final String TOPIC = "topic://";

    private Destinations() {}

    /** Whether the text has the form of a destination. */
    public static boolean isValid(String text) {
        return isTopic(text) && text.length() > TOPIC.length()
                || text.startsWith(QUEUE) && text.length() > QUEUE.length();
    }

    /** Whether the text names a topic. */
    public static boolean isTopic(String text) {
        return text.startsWith(TOPIC);
    }

    /** @throws InvalidDestinationException if the text does not have the form of a destination */
    public static Destination of(Session session, String text) throws JMSException {
        if (!isValid(text)) {
            throw new InvalidDestinationException(
                    "destination must be queue://name or topic://name: destination=" + text);
        }
        return isTopic(text)
                ? session.createTopic(text.substring(TOPIC.length()))
                : session.createQueue(text.substring(QUEUE.length()));
    }
}
