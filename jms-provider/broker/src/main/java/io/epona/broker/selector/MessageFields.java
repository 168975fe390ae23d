package io.epona.broker.selector;

import io.epona.protocol.wire.MessageDecoder;
import io.epona.protocol.wire.MessageFlagsDecoder;
import io.epona.protocol.wire.MessageHeaderDecoder;
import org.agrona.DirectBuffer;

/**
 * The header fields and properties of an encoded message that a selector names, found when first asked for. The body is
 * never looked at.
 */
final class MessageFields {
    private static final int MAX_PRIORITY = 9;
    private static final Value PERSISTENT = Literal.text("PERSISTENT").value();
    private static final Value NON_PERSISTENT = Literal.text("NON_PERSISTENT").value();

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final MessageDecoder message = new MessageDecoder();
    private final NamedValues properties;
    private final Value correlationId = new Value();
    private final Value messageId = new Value();
    private final Value jmsType = new Value();
    private int end;
    private boolean isScanned;

    /** @param propertyNames those that the selector names, numbered from {@link HeaderField#count()} on */
    MessageFields(Iterable<String> propertyNames) {
        this.properties = new NamedValues(propertyNames);
    }

    /**
     * Points at another message.
     *
     * @throws IndexOutOfBoundsException here or in {@link #load} if it is not one
     */
    void wrap(DirectBuffer buffer, int offset, int length) {
        header.wrap(buffer, offset);
        if (header.templateId() != MessageDecoder.TEMPLATE_ID || header.blockLength() < MessageDecoder.BLOCK_LENGTH) {
            throw new IndexOutOfBoundsException("not a message: template=" + header.templateId());
        }
        message.wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
        end = offset + length;
        isScanned = false;
    }

    /** Puts the value of a field into the result. */
    void load(int number, Value result) {
        if (number >= HeaderField.count()) {
            scan();
            result.set(properties.value(number - HeaderField.count()));
            return;
        }
        switch (HeaderField.of(number)) {
            case DELIVERY_MODE -> result.set(message.flags().persistent() ? PERSISTENT : NON_PERSISTENT);
            case PRIORITY -> result.setInteger(ValueType.INT, Math.min(MAX_PRIORITY, message.priority()));
            case TIMESTAMP ->
                result.setInteger(ValueType.LONG, message.flags().hasTimestamp() ? message.timestampMs() : 0);
            case MESSAGE_ID -> {
                scan();
                result.set(messageId);
            }
            case CORRELATION_ID -> {
                scan();
                result.set(correlationId);
            }
            case TYPE -> {
                scan();
                result.set(jmsType);
            }
            default -> throw new IllegalStateException("field=" + number);
        }
    }

    private void scan() {
        if (isScanned) {
            return;
        }
        MessageFlagsDecoder flags = message.flags();
        message.skipDestination();
        point(messageId, flags.hasMessageId(), message.messageIdLength());
        message.skipMessageId();
        point(correlationId, flags.hasCorrelationId() && !flags.correlationIdIsBytes(), message.correlationIdLength());
        message.skipCorrelationId();
        point(jmsType, flags.hasType(), message.jmsTypeLength());
        message.skipJmsType();
        message.skipReplyTo();
        int length = message.propertiesLength();
        int start = message.limit() + MessageDecoder.propertiesHeaderLength();
        if (length < 0 || length > end - start) {
            throw new IndexOutOfBoundsException("properties end after their message: length=" + length);
        }
        properties.read(message.buffer(), start, length);
        isScanned = true;
    }

    /** Points at the text that begins where the decoder stands. */
    private void point(Value value, boolean isPresent, int length) {
        int start = message.limit() + MessageDecoder.messageIdHeaderLength();
        if (length > end - start) {
            throw new IndexOutOfBoundsException("field ends after its message: length=" + length);
        }
        if (isPresent) {
            value.setText(message.buffer(), start, length);
        } else {
            value.setNull();
        }
    }
}
