package io.epona.jms.message;

import io.epona.jms.destination.EponaDestination;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.Enumeration;

/** Copies messages of other providers, or of the application itself, so that they can be sent. */
public final class ForeignMessages {
    private static final int PIECE_LENGTH = 8192;

    private ForeignMessages() {}

    /**
     * A message of ours with the same body, properties, correlation id, type and reply-to.
     *
     * <p>A reply-to of another provider is left out, as the specification allows, and so are properties whose names are
     * reserved, which the other provider has set. A bytes or stream message is reset before and after.
     *
     * @throws JMSException if the other message throws it, or holds what the specification does not allow
     */
    public static EponaMessage copyOf(Message foreign) throws JMSException {
        EponaMessage copy = copyBody(foreign);
        copy.setJMSCorrelationID(foreign.getJMSCorrelationID());
        copy.setJMSType(foreign.getJMSType());
        if (foreign.getJMSReplyTo() instanceof EponaDestination replyTo) {
            copy.setJMSReplyTo(replyTo);
        }
        copyProperties(foreign, copy);
        return copy;
    }

    /** Sets the headers that a send has to set on the message that the application gave, as they were sent. */
    public static void copySendHeaders(EponaMessage sent, Message foreign) throws JMSException {
        foreign.setJMSDestination(sent.getJMSDestination());
        foreign.setJMSDeliveryMode(sent.getJMSDeliveryMode());
        foreign.setJMSExpiration(sent.getJMSExpiration());
        foreign.setJMSPriority(sent.getJMSPriority());
        foreign.setJMSMessageID(sent.getJMSMessageID());
        foreign.setJMSTimestamp(sent.getJMSTimestamp());
        foreign.setJMSDeliveryTime(sent.getJMSDeliveryTime());
    }

    private static EponaMessage copyBody(Message foreign) throws JMSException {
        if (foreign instanceof TextMessage text) {
            EponaTextMessage copy = Messages.text();
            copy.setText(text.getText());
            return copy;
        } else if (foreign instanceof BytesMessage bytes) {
            return copyBytes(bytes);
        } else if (foreign instanceof MapMessage map) {
            return copyMap(map);
        } else if (foreign instanceof StreamMessage stream) {
            return copyStream(stream);
        } else if (foreign instanceof ObjectMessage object) {
            EponaObjectMessage copy = Messages.object();
            copy.setObject(object.getObject());
            return copy;
        }
        return Messages.empty();
    }

    private static EponaMessage copyBytes(BytesMessage foreign) throws JMSException {
        EponaBytesMessage copy = Messages.bytes();
        foreign.reset();
        byte[] piece = new byte[(int) Math.max(1, Math.min(PIECE_LENGTH, foreign.getBodyLength()))];
        for (int length = foreign.readBytes(piece); length > 0; length = foreign.readBytes(piece)) {
            copy.writeBytes(piece, 0, length);
        }
        foreign.reset();
        return copy;
    }

    private static EponaMessage copyMap(MapMessage foreign) throws JMSException {
        EponaMapMessage copy = Messages.map();
        for (Enumeration<?> names = foreign.getMapNames(); names.hasMoreElements(); ) {
            String name = (String) names.nextElement();
            copy.setObject(name, foreign.getObject(name));
        }
        return copy;
    }

    private static EponaMessage copyStream(StreamMessage foreign) throws JMSException {
        EponaStreamMessage copy = Messages.stream();
        foreign.reset();
        try {
            while (true) {
                copy.writeObject(foreign.readObject());
            }
        } catch (MessageEOFException e) {
            // The interface offers no other way to find the end.
            foreign.reset();
            return copy;
        }
    }

    private static void copyProperties(Message foreign, EponaMessage copy) throws JMSException {
        for (Enumeration<?> names = foreign.getPropertyNames(); names.hasMoreElements(); ) {
            String name = (String) names.nextElement();
            if (!PropertyNames.isReserved(name)) {
                copy.setObjectProperty(name, foreign.getObjectProperty(name));
            }
        }
    }
}
