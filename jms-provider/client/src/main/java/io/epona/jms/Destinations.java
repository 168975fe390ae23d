package io.epona.jms;

import io.epona.jms.destination.EponaDestination;
import io.epona.jms.destination.EponaQueue;
import io.epona.jms.destination.EponaTopic;
import io.epona.jms.errors.JmsErrors;
import io.epona.jms.link.Source;
import io.epona.jms.link.SubscriptionTerms;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.DestinationKind;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Checks what an application gives as a destination or a name. */
final class Destinations {
    private Destinations() {}

    /** @throws jakarta.jms.InvalidDestinationException if it is null or another provider's */
    static EponaDestination require(Destination destination) throws JMSException {
        if (destination instanceof EponaDestination own) {
            return own;
        }
        String description =
                destination == null ? "null" : destination.getClass().getName();
        throw JmsErrors.of(
                ErrorCode.INVALID_DESTINATION, "destination is not one of this provider: class=" + description);
    }

    /** @throws jakarta.jms.InvalidDestinationException if it is null or another provider's */
    static EponaQueue requireQueue(Queue queue) throws JMSException {
        if (require(queue) instanceof EponaQueue own) {
            return own;
        }
        throw JmsErrors.of(ErrorCode.INVALID_DESTINATION, "destination is not a queue: destination=" + queue);
    }

    /** Refuses what no broker would accept a message for, so that it is known of messages that none confirms, too. */
    static void requireSendable(EponaDestination destination) throws JMSException {
        if (destination.isDeleted()) {
            throw JmsErrors.of(
                    ErrorCode.INVALID_DESTINATION,
                    "temporary destination was deleted: destination=" + destination.name());
        }
        if (destination instanceof EponaTopic topic && topic.isPattern()) {
            throw JmsErrors.of(
                    ErrorCode.INVALID_DESTINATION,
                    "a pattern of topics can be subscribed to only: topic=" + destination.name());
        }
    }

    /** A queue or topic of this name. */
    static <T> T named(String name, Function<String, T> constructor) throws JMSException {
        try {
            return constructor.apply(name);
        } catch (IllegalArgumentException e) {
            throw JmsErrors.of(ErrorCode.INVALID_DESTINATION, e.getMessage(), e);
        }
    }

    /** @param isNoLocal says something of a topic only */
    static Source source(EponaDestination destination, String selector, boolean isNoLocal) throws JMSException {
        DestinationKind kind = destination.isQueue() ? DestinationKind.QUEUE : DestinationKind.TOPIC;
        SubscriptionTerms terms = SubscriptionTerms.of(isNoLocal && !destination.isQueue());
        return new Source(kind, destination.name(), "", Selectors.require(selector), terms);
    }

    /** The source of a subscription that has a name. */
    static Source subscription(EponaDestination topic, String name, String selector, SubscriptionTerms terms)
            throws JMSException {
        if (topic.isQueue()) {
            throw JmsErrors.of(ErrorCode.INVALID_DESTINATION, "subscription needs a topic: destination=" + topic);
        }
        return new Source(
                DestinationKind.TOPIC,
                topic.name(),
                requireName("subscription", name),
                Selectors.require(selector),
                terms);
    }

    /** A name of a subscription or a client, which has the same limits as that of a destination. */
    static String requireName(String what, String name) throws JMSException {
        if (name == null || name.isEmpty()) {
            throw JmsErrors.of(ErrorCode.ILLEGAL_STATE, what + " has no name: name=" + name);
        }
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length > Protocol.MAX_NAME_LENGTH) {
            throw JmsErrors.of(
                    ErrorCode.ILLEGAL_STATE,
                    what + " has too long a name: length=" + length + " limit=" + Protocol.MAX_NAME_LENGTH);
        }
        return name;
    }
}
