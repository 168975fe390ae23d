package io.epona.jms.destination;

import io.epona.jms.errors.JmsErrors;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;

/**
 * A queue or a topic, known by its name alone: unless it is temporary, it exists independently of any connection.
 *
 * <p>Immutable, safe for use by any thread. Two destinations are equal if they are of the same kind and have the same
 * name. A name is 1 to 1024 bytes long in UTF-8 and has no control characters.
 */
public abstract sealed class EponaDestination implements Destination, Referenceable, Serializable
        permits EponaQueue, EponaTopic {
    private static final long serialVersionUID = 1L;
    private static final String QUEUE_SCHEME = "queue://";
    private static final String TOPIC_SCHEME = "topic://";
    /** By name, because the package of the factory depends on this one. */
    private static final String OBJECT_FACTORY = "io.epona.jms.jndi.EponaObjectFactory";

    /** The name, without a scheme. */
    private final String name;

    EponaDestination(String name) {
        this.name = requireName(name);
    }

    /**
     * The destination that {@link #toString} describes.
     *
     * @throws IllegalArgumentException if the text starts with neither {@code queue://} nor {@code topic://}, or the rest
     *     is not a valid name
     */
    public static EponaDestination parse(String text) {
        if (text.startsWith(QUEUE_SCHEME)) {
            return new EponaQueue(text.substring(QUEUE_SCHEME.length()));
        } else if (text.startsWith(TOPIC_SCHEME)) {
            return new EponaTopic(text.substring(TOPIC_SCHEME.length()));
        }
        throw new IllegalArgumentException("destination starts with neither queue:// nor topic://: text=" + text);
    }

    private static String requireName(String name) {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("destination has no name: name=" + name);
        }
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length > Protocol.MAX_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "destination name is too long: length=" + length + " limit=" + Protocol.MAX_NAME_LENGTH);
        }
        for (int i = 0; i < name.length(); i++) {
            if (Character.isISOControl(name.charAt(i))) {
                throw new IllegalArgumentException("destination name has a control character: index=" + i);
            }
        }
        return name;
    }

    /** The name, without a scheme. */
    public final String name() {
        return name;
    }

    /** Whether it is a temporary one that this application's connection has made, and is no more. */
    public boolean isDeleted() {
        return false;
    }

    /** @param owner null if this connection has not made it */
    final void delete(TemporaryOwner owner) throws JMSException {
        if (owner == null) {
            throw JmsErrors.of(
                    ErrorCode.INVALID_DESTINATION, "another connection has made this destination: name=" + name);
        }
        owner.delete(this);
    }

    /** Whether this is a queue; if not, it is a topic. */
    public abstract boolean isQueue();

    /** What a naming service stores to make an equal destination from it. */
    @Override
    public final Reference getReference() {
        return new Reference(getClass().getName(), new StringRefAddr("name", name), OBJECT_FACTORY, null);
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof EponaDestination that && isQueue() == that.isQueue() && name.equals(that.name);
    }

    @Override
    public final int hashCode() {
        return 31 * name.hashCode() + Boolean.hashCode(isQueue());
    }

    /** The form that {@link #parse} understands: {@code queue://orders}. */
    @Override
    public final String toString() {
        return (isQueue() ? QUEUE_SCHEME : TOPIC_SCHEME) + name;
    }
}
