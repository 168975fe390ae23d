package io.epona.jms.message;

import io.epona.jms.destination.EponaDestination;
import io.epona.jms.destination.EponaQueue;
import io.epona.jms.destination.EponaTemporaryQueue;
import io.epona.jms.destination.EponaTemporaryTopic;
import io.epona.jms.destination.EponaTopic;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.DestinationKind;
import jakarta.jms.JMSException;
import java.util.Arrays;

/**
 * Decodes destinations; one that equals the one before it is the same object, so that the messages of a queue share it.
 * Not thread-safe.
 */
final class DestinationCache {
    private DestinationKind lastKind = DestinationKind.NONE;
    private byte[] lastName = Slice.EMPTY.array();
    private EponaDestination last;

    /**
     * The destination, null if the kind is none.
     *
     * @throws IllegalArgumentException if the name is not valid
     */
    EponaDestination decode(DestinationKind kind, Slice name) throws JMSException {
        if (kind != lastKind || !hasLastName(name)) {
            last = create(kind, name);
            lastKind = kind;
            lastName = name.copy();
        }
        return last;
    }

    private boolean hasLastName(Slice name) {
        int end = name.offset() + name.length();
        return Arrays.equals(name.array(), name.offset(), end, lastName, 0, lastName.length);
    }

    private static EponaDestination queue(String name) {
        return isTemporary(name) ? new EponaTemporaryQueue(name, null) : new EponaQueue(name);
    }

    private static EponaDestination topic(String name) {
        return isTemporary(name) ? new EponaTemporaryTopic(name, null) : new EponaTopic(name);
    }

    private static boolean isTemporary(String name) {
        return name.startsWith(Protocol.TEMPORARY_PREFIX);
    }

    private static EponaDestination create(DestinationKind kind, Slice name) throws JMSException {
        return switch (kind) {
            case NONE -> null;
            case QUEUE -> queue(name.text());
            case TOPIC -> topic(name.text());
            default -> throw MessageErrors.malformed("kind of a destination is unknown: kind=" + kind);
        };
    }
}
