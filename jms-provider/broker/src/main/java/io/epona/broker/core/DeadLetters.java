package io.epona.broker.core;

import io.epona.broker.queue.EntryChunk;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.settings.DeliveryPolicy;
import io.epona.broker.store.EffectWriter.StoredMessage;
import io.epona.broker.store.MessageRewriter;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.DestinationKind;
import io.epona.protocol.wire.MessageDecoder;
import io.epona.protocol.wire.MessageHeaderDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.LongArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves messages that are given up to the queue that their policy names. The message and its removal are one group of
 * records, so that a crash leaves it in one of the two places.
 */
final class DeadLetters {
    private static final Logger LOGGER = LoggerFactory.getLogger(DeadLetters.class);

    /** Stands for the names of temporary destinations, none of which comes again. */
    private static final String TEMPORARY = "temporary";

    private final Policies policies;
    private final Destinations destinations;
    private final Publisher publisher;
    private final Removal removal;
    private final Throttle throttle;
    private final MessageReader reader;
    private final MessageRewriter rewriter = new MessageRewriter();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final MessageDecoder decoder = new MessageDecoder();
    private final LongArrayList removed = new LongArrayList();

    DeadLetters(
            Policies policies,
            Destinations destinations,
            Publisher publisher,
            Removal removal,
            Throttle throttle,
            MessageReader reader) {
        this.policies = policies;
        this.destinations = destinations;
        this.publisher = publisher;
        this.removal = removal;
        this.throttle = throttle;
        this.reader = reader;
    }

    /** Why a message is given up. */
    enum Cause {
        MAX_DELIVERIES("maxDeliveries"),
        EXPIRED("expired");

        private final String label;

        Cause(String label) {
            this.label = label;
        }

        private String queueName(DeliveryPolicy policy, String destination) {
            return this == EXPIRED ? policy.expiryQueueOf(destination) : policy.deadLetterQueueOf(destination);
        }
    }

    /** What came of giving a message up. */
    enum Outcome {
        MOVED,
        /** There is no queue for it: it is for the caller to remove it. */
        TO_BE_DROPPED,
        /** There is no room for it now: it stays where it is. */
        TO_BE_KEPT
    }

    DeliveryPolicy policy(MessageQueue queue) {
        return policies.policy(queue.fullName());
    }

    /** Whether messages are given up to this queue, which must not give them up again. */
    boolean isFinal(MessageQueue queue) {
        return !queue.fullName().isTopic()
                && policies.isForDeadLetters(queue.fullName().destination());
    }

    /** Gives a message up that was taken out of flight, or waits. */
    Outcome giveUp(MessageQueue queue, EntryChunk chunk, int index, Cause cause, long nowMs) {
        String destination = queue.fullName().destination();
        boolean isTemporary = destination.startsWith(Protocol.TEMPORARY_PREFIX);
        String name = cause.queueName(policy(queue), isTemporary ? TEMPORARY : destination);
        if (name.isEmpty() || isFinal(queue)) {
            return Outcome.TO_BE_DROPPED;
        } else if (throttle.isDiskFull()) {
            return Outcome.TO_BE_KEPT;
        }
        try {
            move(queue, chunk, index, destinations.deadLetterQueue(shortened(name)), properties(cause, nowMs));
            return Outcome.MOVED;
        } catch (RefusedException e) {
            LOGGER.warn("message cannot be given up: queue={} to={} reason={}", queue.name(), name, e.getMessage());
            return Outcome.TO_BE_KEPT;
        }
    }

    /** A name that a long one of a destination has made too long loses its end. */
    private static String shortened(String name) {
        String shortened = name;
        while (shortened.getBytes(StandardCharsets.UTF_8).length > Protocol.MAX_NAME_LENGTH) {
            shortened = shortened.substring(0, shortened.length() - 1);
        }
        return shortened;
    }

    private static Map<String, Object> properties(Cause cause, long nowMs) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("JMS_Epona_DeadLetterCause", cause.label);
        properties.put("JMS_Epona_DeadLetterTime", nowMs);
        return properties;
    }

    private void move(
            MessageQueue queue, EntryChunk chunk, int index, MessageQueue target, Map<String, Object> properties) {
        reader.read(chunk.position(index));
        StoredMessage message = new StoredMessage(reader.buffer(), reader.offset(), reader.length());
        describe(queue, chunk, index, message, properties);
        StoredMessage copy = rewriter.toQueue(message, target.name(), properties);
        publisher.store(List.of(target), copy, null, !Removal.isRecorded(queue, chunk, index));
        removed.clear();
        removal.remove(queue, chunk, index, removed);
        removal.record(queue, removed, true);
    }

    private void describe(
            MessageQueue queue, EntryChunk chunk, int index, StoredMessage message, Map<String, Object> properties) {
        decoder.wrapAndApplyHeader(message.buffer(), message.offset(), header);
        long expirationMs = decoder.expirationMs();
        String scheme = decoder.destinationKindRaw() == DestinationKind.TOPIC.value() ? "topic://" : "queue://";
        properties.put("JMS_Epona_OriginalDestination", scheme + decoder.destination());
        properties.put("JMS_Epona_DeliveryCount", chunk.deliveryCount(index));
        if (expirationMs != 0) {
            properties.put("JMS_Epona_OriginalExpiration", expirationMs);
        }
        if (!queue.fullName().clientId().isEmpty()) {
            properties.put("JMS_Epona_OriginalClientId", queue.fullName().clientId());
        }
        if (!queue.fullName().subscription().isEmpty()) {
            properties.put("JMS_Epona_OriginalSubscription", queue.fullName().subscription());
        }
    }
}
