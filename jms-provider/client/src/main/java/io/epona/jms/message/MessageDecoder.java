package io.epona.jms.message;

import io.epona.protocol.wire.BodyKind;
import io.epona.protocol.wire.MessageFlagsDecoder;
import io.epona.protocol.wire.MessageHeaderDecoder;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;

/**
 * Turns received bytes into messages. To be used again and again by one thread at a time.
 *
 * <p>Headers are decoded at once, properties and body when they are first asked for: a message costs a few small objects,
 * however long it is. No length in the bytes is trusted.
 */
public final class MessageDecoder {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final io.epona.protocol.wire.MessageDecoder codec = new io.epona.protocol.wire.MessageDecoder();
    private final WireReader fields = new WireReader();
    private final DestinationCache destinations = new DestinationCache();
    private final DestinationCache replyTos = new DestinationCache();
    private final ObjectFilter objectFilter;

    /** A decoder whose object messages may consist of the {@linkplain ObjectFilter#standard() standard} classes. */
    public MessageDecoder() {
        this(ObjectFilter.standard());
    }

    /** A decoder whose object messages may consist of the classes that the filter allows. */
    public MessageDecoder(ObjectFilter objectFilter) {
        this.objectFilter = objectFilter;
    }

    /**
     * Decodes a message, read-only, which is redelivered if the delivery count is greater than 1.
     *
     * @param encoded belongs to the message from now on: it must not be written to any more
     * @throws JMSException if the bytes are no message; what is wrong inside properties and body shows when they are read
     */
    public EponaMessage decode(byte[] encoded, int offset, int length, int deliveryCount) throws JMSException {
        try {
            fields.wrap(new Slice(encoded, offset, length));
            header.wrap(fields.buffer(), 0);
            Envelope.require(
                    header,
                    io.epona.protocol.wire.MessageDecoder.TEMPLATE_ID,
                    io.epona.protocol.wire.MessageDecoder.BLOCK_LENGTH);
            codec.wrap(fields.buffer(), MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
            fields.position(codec.limit());
            EponaMessage message = create(codec.bodyKind());
            decodeHeaders(message);
            Slice properties = fields.data();
            Slice body = fields.data();
            message.receive(properties, codec.flags().hasBody() ? body : null, deliveryCount);
            return message;
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw MessageErrors.malformed("message is malformed: length=" + length, e);
        }
    }

    private EponaMessage create(BodyKind kind) throws JMSException {
        return switch (kind) {
            case EMPTY -> new EponaMessage();
            case TEXT -> new EponaTextMessage();
            case BYTES -> new EponaBytesMessage();
            case MAP -> new EponaMapMessage();
            case STREAM -> new EponaStreamMessage();
            case OBJECT -> new EponaObjectMessage(objectFilter);
            case NULL_VAL -> throw MessageErrors.malformed("kind of a body is unknown: kind=" + codec.bodyKindRaw());
        };
    }

    private void decodeHeaders(EponaMessage message) throws JMSException {
        if (codec.priority() > 9) {
            throw MessageErrors.malformed("priority is out of range: priority=" + codec.priority());
        }
        MessageFlagsDecoder flags = codec.flags();
        message.setJMSDeliveryMode(flags.persistent() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT);
        message.setJMSPriority(codec.priority());
        message.setJMSTimestamp(flags.hasTimestamp() ? codec.timestampMs() : 0);
        message.setJMSExpiration(codec.expirationMs());
        message.setJMSDeliveryTime(codec.deliveryTimeMs());
        message.setJMSDestination(destinations.decode(codec.destinationKind(), fields.shortData()));
        message.setJMSMessageID(textIf(flags.hasMessageId(), fields.shortData()));
        decodeCorrelationId(message, flags, fields.shortData());
        message.setJMSType(textIf(flags.hasType(), fields.shortData()));
        message.setJMSReplyTo(replyTos.decode(codec.replyToKind(), fields.shortData()));
    }

    private static void decodeCorrelationId(EponaMessage message, MessageFlagsDecoder flags, Slice id) {
        if (flags.hasCorrelationId() && flags.correlationIdIsBytes()) {
            message.setJMSCorrelationIDAsBytes(id.copy());
        } else {
            message.setJMSCorrelationID(textIf(flags.hasCorrelationId(), id));
        }
    }

    private static String textIf(boolean isPresent, Slice text) {
        return isPresent ? text.text() : null;
    }
}
