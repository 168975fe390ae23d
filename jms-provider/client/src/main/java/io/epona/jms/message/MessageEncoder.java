package io.epona.jms.message;

import io.epona.jms.destination.EponaDestination;
import io.epona.jms.errors.JmsErrors;
import io.epona.protocol.Durability;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.DestinationKind;
import io.epona.protocol.wire.MessageHeaderEncoder;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import org.agrona.MutableDirectBuffer;

/**
 * Turns messages into the bytes that are sent, stored and delivered. To be used again and again by one thread at a time;
 * in the steady state it allocates nothing but an array in between for text that is long or not ASCII.
 */
public final class MessageEncoder {
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final io.epona.protocol.wire.MessageEncoder codec = new io.epona.protocol.wire.MessageEncoder();
    private final WireWriter out = new WireWriter();

    /**
     * Writes a copy of the message as it is now, headers included; what was received and not changed is passed on as it
     * came. The delivery count is no part of it.
     *
     * @param buffer grows as needed; after an exception, its content from the offset on is undefined
     * @return the length of what was written
     * @throws JMSException if the message is longer than {@link Protocol#MAX_MESSAGE_LENGTH}, or a header, a name or the
     *     number of values does not fit its field
     */
    public int encode(EponaMessage message, MutableDirectBuffer buffer, int offset) throws JMSException {
        requireEncodable(message);
        codec.wrapAndApplyHeader(buffer, offset, header);
        encodeBlock(message);
        out.begin(buffer, offset, codec.limit());
        out.putShortText("JMSDestination", nameOf(message.getJMSDestination()));
        out.putShortText("JMSMessageID", message.getJMSMessageID());
        encodeCorrelationId(message);
        out.putShortText("JMSType", message.getJMSType());
        out.putShortText("JMSReplyTo", nameOf(message.getJMSReplyTo()));
        message.properties().encodeTo(out);
        message.encodeBody(out);
        return out.length();
    }

    private static void requireEncodable(EponaMessage message) throws JMSException {
        if (message.minBodyLength() > Protocol.MAX_MESSAGE_LENGTH) {
            throw MessageErrors.tooLong(message.minBodyLength());
        }
        int priority = message.getJMSPriority();
        if (priority < 0 || priority > 9) {
            throw MessageErrors.invalid("priority is out of range: priority=" + priority + " minimum=0 maximum=9");
        }
    }

    private void encodeBlock(EponaMessage message) throws JMSException {
        Durability durability = message.properties().durability();
        codec.flags()
                .clear()
                .persistent(message.getJMSDeliveryMode() == DeliveryMode.PERSISTENT)
                .hasMessageId(message.getJMSMessageID() != null)
                .hasCorrelationId(message.hasCorrelationId())
                .correlationIdIsBytes(message.hasBytesAsCorrelationId())
                .hasType(message.getJMSType() != null)
                .hasBody(message.hasBody())
                .hasTimestamp(message.getJMSTimestamp() != 0)
                .asksForMemory(durability == Durability.MEMORY)
                .asksForOs(durability == Durability.OS)
                .asksForFsync(durability == Durability.FSYNC)
                .delayed(message.isDelayed());
        codec.priority((short) message.getJMSPriority())
                .bodyKind(message.bodyKind())
                .destinationKind(kindOf(message.getJMSDestination()))
                .replyToKind(kindOf(message.getJMSReplyTo()))
                .timestampMs(message.getJMSTimestamp())
                .expirationMs(message.getJMSExpiration())
                .deliveryTimeMs(message.getJMSDeliveryTime());
    }

    private void encodeCorrelationId(EponaMessage message) throws JMSException {
        if (message.hasBytesAsCorrelationId()) {
            out.putShortData("JMSCorrelationID", message.getJMSCorrelationIDAsBytes());
        } else {
            out.putShortText("JMSCorrelationID", message.getJMSCorrelationID());
        }
    }

    private static DestinationKind kindOf(Destination destination) throws JMSException {
        if (destination == null) {
            return DestinationKind.NONE;
        } else if (destination instanceof EponaDestination ours) {
            return ours.isQueue() ? DestinationKind.QUEUE : DestinationKind.TOPIC;
        }
        throw JmsErrors.of(
                ErrorCode.INVALID_DESTINATION,
                "destination belongs to another provider: class="
                        + destination.getClass().getName());
    }

    private static String nameOf(Destination destination) {
        return destination == null ? null : ((EponaDestination) destination).name();
    }
}
