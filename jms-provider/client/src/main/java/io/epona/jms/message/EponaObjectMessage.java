package io.epona.jms.message;

import io.epona.protocol.wire.BodyKind;
import jakarta.jms.JMSException;
import jakarta.jms.ObjectMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/**
 * A message whose body is a serialised object, or null. Not thread-safe.
 *
 * <p>The object is serialised when it is set, so later changes of it do not reach the message, and every
 * {@link #getObject} makes a new one. The object of a received message is made only if the {@link ObjectFilter} of its
 * decoder allows all its classes; an object that was set in this process is not filtered.
 */
public final class EponaObjectMessage extends EponaMessage implements ObjectMessage {
    /** Null if there is no object. */
    private Slice serialised;

    /** Null if the object was set in this process. */
    private ObjectFilter filter;

    EponaObjectMessage() {}

    /** A message to receive into. */
    EponaObjectMessage(ObjectFilter filter) {
        this.filter = filter;
    }

    /** @throws jakarta.jms.MessageFormatException if the object cannot be serialised */
    @Override
    public void setObject(Serializable object) throws JMSException {
        requireWriteableBody();
        filter = null;
        serialised = object == null ? null : serialise(object);
    }

    private static Slice serialise(Serializable object) throws JMSException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException | RuntimeException e) {
            // The object's own writeObject may throw anything.
            throw MessageErrors.invalid(
                    "object cannot be serialised: class=" + object.getClass().getName() + " cause=" + e, e);
        }
        return Slice.of(bytes.toByteArray());
    }

    /** @throws jakarta.jms.MessageFormatException if the filter refuses a class, or the object cannot be deserialised */
    @Override
    public Serializable getObject() throws JMSException {
        if (serialised == null) {
            return null;
        }
        ObjectFilter.Check check = filter == null ? null : filter.check(serialised.length());
        try (ObjectReader in = new ObjectReader(bytes(), check)) {
            return (Serializable) in.readObject();
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            if (check != null && check.refusal() != null) {
                throw MessageErrors.invalid(check.refusal(), e);
            }
            throw MessageErrors.invalid("object cannot be deserialised: cause=" + e, e);
        }
    }

    private ByteArrayInputStream bytes() {
        return new ByteArrayInputStream(serialised.array(), serialised.offset(), serialised.length());
    }

    @Override
    public <T> T getBody(Class<T> bodyType) throws JMSException {
        Serializable object = getObject();
        if (object != null && !bodyType.isInstance(object)) {
            throw notAssignable(bodyType);
        }
        return bodyType.cast(object);
    }

    @Override
    @SuppressWarnings("rawtypes") // The interface has the raw type.
    public boolean isBodyAssignableTo(Class bodyType) {
        try {
            return serialised == null || bodyType.isInstance(getObject());
        } catch (JMSException e) {
            // The specification: an object that cannot be deserialised is assignable to nothing.
            return false;
        }
    }

    @Override
    BodyKind bodyKind() {
        return BodyKind.OBJECT;
    }

    @Override
    boolean hasBody() {
        return serialised != null;
    }

    @Override
    long minBodyLength() {
        return serialised == null ? 0 : serialised.length();
    }

    @Override
    void encodeBody(WireWriter out) throws JMSException {
        out.putData(serialised == null ? Slice.EMPTY : serialised);
    }

    @Override
    void receiveBody(Slice body) {
        serialised = body;
    }

    @Override
    void dropBody() {
        serialised = null;
    }
}
