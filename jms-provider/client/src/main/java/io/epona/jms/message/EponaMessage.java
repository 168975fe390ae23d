package io.epona.jms.message;

import io.epona.jms.destination.EponaDestination;
import io.epona.jms.errors.JmsErrors;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.wire.BodyKind;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;

/**
 * A message with headers and properties and, unless it is of a subtype, no body.
 *
 * <p>Not thread-safe. A received message has read-only properties until {@link #clearProperties} and a read-only body
 * until {@link #clearBody}; what is wrong with its encoded properties or body shows when they are first read. What was
 * sent is independent of the message from then on.
 */
public sealed class EponaMessage implements Message
        permits EponaBytesMessage, EponaMapMessage, EponaObjectMessage, EponaStreamMessage, EponaTextMessage {
    private final MessageProperties properties = new MessageProperties();
    private String messageId;
    private long timestampMs;
    /** A String or a byte[]: which one was set is kept for the receiver. */
    private Object correlationId;

    private Destination replyTo;
    private Destination destination;
    private int deliveryMode = DEFAULT_DELIVERY_MODE;
    private boolean isRedelivered;
    private String type;
    private long expirationMs;
    private long deliveryTimeMs;
    private boolean isDelayed;
    private int priority = DEFAULT_PRIORITY;
    private int deliveryCount;
    private boolean isBodyReadOnly;
    private Acknowledger acknowledger;

    EponaMessage() {}

    /** Called by the session that delivers the message: what {@link #acknowledge} does; null for nothing. */
    public final void acknowledgeWith(Acknowledger newAcknowledger) {
        acknowledger = newAcknowledger;
    }

    /** How often the message was delivered, this time included; 0 for a message that was not received. */
    public final int deliveryCount() {
        return deliveryCount;
    }

    @Override
    public final void acknowledge() throws JMSException {
        if (acknowledger != null) {
            acknowledger.acknowledge();
        }
    }

    @Override
    public final String getJMSMessageID() {
        return messageId;
    }

    @Override
    public final void setJMSMessageID(String newMessageId) {
        messageId = newMessageId;
    }

    @Override
    public final long getJMSTimestamp() {
        return timestampMs;
    }

    @Override
    public final void setJMSTimestamp(long newTimestampMs) {
        timestampMs = newTimestampMs;
    }

    /** @return the id; one that was set as bytes is read as UTF-8 */
    @Override
    public final String getJMSCorrelationID() {
        return correlationId instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : (String) correlationId;
    }

    @Override
    public final void setJMSCorrelationID(String newCorrelationId) {
        correlationId = newCorrelationId;
    }

    /** @return a copy of the id; one that was set as text is written in UTF-8 */
    @Override
    public final byte[] getJMSCorrelationIDAsBytes() {
        return correlationId instanceof String text
                ? text.getBytes(StandardCharsets.UTF_8)
                : (byte[]) ValueConversion.isolated(correlationId);
    }

    @Override
    public final void setJMSCorrelationIDAsBytes(byte[] newCorrelationId) {
        correlationId = ValueConversion.isolated(newCorrelationId);
    }

    final boolean hasCorrelationId() {
        return correlationId != null;
    }

    final boolean hasBytesAsCorrelationId() {
        return correlationId instanceof byte[];
    }

    @Override
    public final Destination getJMSReplyTo() {
        return replyTo;
    }

    /** @throws jakarta.jms.InvalidDestinationException if it is a destination of another provider */
    @Override
    public final void setJMSReplyTo(Destination newReplyTo) throws JMSException {
        if (newReplyTo != null && !(newReplyTo instanceof EponaDestination)) {
            throw JmsErrors.of(
                    ErrorCode.INVALID_DESTINATION,
                    "reply-to is a destination of another provider: class="
                            + newReplyTo.getClass().getName());
        }
        replyTo = newReplyTo;
    }

    @Override
    public final Destination getJMSDestination() {
        return destination;
    }

    @Override
    public final void setJMSDestination(Destination newDestination) {
        destination = newDestination;
    }

    @Override
    public final int getJMSDeliveryMode() {
        return deliveryMode;
    }

    @Override
    public final void setJMSDeliveryMode(int newDeliveryMode) {
        deliveryMode = newDeliveryMode;
    }

    @Override
    public final boolean getJMSRedelivered() {
        return isRedelivered;
    }

    @Override
    public final void setJMSRedelivered(boolean newRedelivered) {
        isRedelivered = newRedelivered;
    }

    @Override
    public final String getJMSType() {
        return type;
    }

    @Override
    public final void setJMSType(String newType) {
        type = newType;
    }

    @Override
    public final long getJMSExpiration() {
        return expirationMs;
    }

    @Override
    public final void setJMSExpiration(long newExpirationMs) {
        expirationMs = newExpirationMs;
    }

    @Override
    public final long getJMSDeliveryTime() {
        return deliveryTimeMs;
    }

    @Override
    public final void setJMSDeliveryTime(long newDeliveryTimeMs) {
        deliveryTimeMs = newDeliveryTimeMs;
    }

    /** Called by the producer: whether the message is not to be delivered before its delivery time. */
    public final void setDelayed(boolean newDelayed) {
        isDelayed = newDelayed;
    }

    final boolean isDelayed() {
        return isDelayed;
    }

    @Override
    public final int getJMSPriority() {
        return priority;
    }

    @Override
    public final void setJMSPriority(int newPriority) {
        priority = newPriority;
    }

    @Override
    public final void clearProperties() {
        properties.clear();
    }

    @Override
    public final boolean propertyExists(String name) throws JMSException {
        return properties.contains(name);
    }

    @Override
    public final Enumeration<String> getPropertyNames() throws JMSException {
        return Collections.enumeration(properties.names());
    }

    @Override
    public final boolean getBooleanProperty(String name) throws JMSException {
        return ValueConversion.toBoolean(properties.get(name));
    }

    @Override
    public final byte getByteProperty(String name) throws JMSException {
        return ValueConversion.toByte(properties.get(name));
    }

    @Override
    public final short getShortProperty(String name) throws JMSException {
        return ValueConversion.toShort(properties.get(name));
    }

    @Override
    public final int getIntProperty(String name) throws JMSException {
        return ValueConversion.toInt(properties.get(name));
    }

    @Override
    public final long getLongProperty(String name) throws JMSException {
        return ValueConversion.toLong(properties.get(name));
    }

    @Override
    public final float getFloatProperty(String name) throws JMSException {
        return ValueConversion.toFloat(properties.get(name));
    }

    @Override
    public final double getDoubleProperty(String name) throws JMSException {
        return ValueConversion.toDouble(properties.get(name));
    }

    @Override
    public final String getStringProperty(String name) throws JMSException {
        return ValueConversion.toText(properties.get(name));
    }

    @Override
    public final Object getObjectProperty(String name) throws JMSException {
        return properties.get(name);
    }

    @Override
    public final void setBooleanProperty(String name, boolean value) throws JMSException {
        properties.set(name, value);
    }

    @Override
    public final void setByteProperty(String name, byte value) throws JMSException {
        properties.set(name, value);
    }

    @Override
    public final void setShortProperty(String name, short value) throws JMSException {
        properties.set(name, value);
    }

    @Override
    public final void setIntProperty(String name, int value) throws JMSException {
        properties.set(name, value);
    }

    @Override
    public final void setLongProperty(String name, long value) throws JMSException {
        properties.set(name, value);
    }

    @Override
    public final void setFloatProperty(String name, float value) throws JMSException {
        properties.set(name, value);
    }

    @Override
    public final void setDoubleProperty(String name, double value) throws JMSException {
        properties.set(name, value);
    }

    @Override
    public final void setStringProperty(String name, String value) throws JMSException {
        properties.set(name, value);
    }

    @Override
    public final void setObjectProperty(String name, Object value) throws JMSException {
        properties.set(name, value);
    }

    final MessageProperties properties() {
        return properties;
    }

    @Override
    public final void clearBody() {
        isBodyReadOnly = false;
        dropBody();
    }

    /**
     * {@inheritDoc}
     *
     * @throws jakarta.jms.MessageFormatException if the message is a stream message, or its body is not of this type
     */
    @Override
    public <T> T getBody(Class<T> bodyType) throws JMSException {
        return null;
    }

    @Override
    @SuppressWarnings("rawtypes") // The interface has the raw type.
    public boolean isBodyAssignableTo(Class bodyType) throws JMSException {
        return true;
    }

    static JMSException notAssignable(Class<?> bodyType) {
        return MessageErrors.invalid("body is not of this type: type=" + bodyType.getName());
    }

    final void requireWriteableBody() throws JMSException {
        if (isBodyReadOnly) {
            throw MessageErrors.notWriteable("body");
        }
    }

    /**
     * Makes this a received message; the slices stay undecoded until they are asked for.
     *
     * @param encodedBody null if the message has no body
     */
    final void receive(Slice encodedProperties, Slice encodedBody, int count) {
        properties.receive(encodedProperties, count);
        deliveryCount = count;
        isRedelivered = count > 1;
        isBodyReadOnly = true;
        receiveBody(encodedBody);
    }

    BodyKind bodyKind() {
        return BodyKind.EMPTY;
    }

    /** Whether there is a body to encode, which may have a length of 0. */
    boolean hasBody() {
        return false;
    }

    /** A lower bound of the encoded body's length that costs nothing to know. */
    long minBodyLength() {
        return 0;
    }

    /** Writes one data field. */
    void encodeBody(WireWriter out) throws JMSException {
        out.putData(Slice.EMPTY);
    }

    /** Takes the encoded body of a received message, null if it has none. */
    void receiveBody(Slice body) {}

    /** Returns to the body of a new message. */
    void dropBody() {}

    /** Says which message it is; never shows content. */
    @Override
    public final String toString() {
        return getClass().getSimpleName() + "{messageId=" + messageId + " destination=" + destination + "}";
    }
}
