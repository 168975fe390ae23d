package io.epona.broker.inspect;

import io.epona.protocol.wire.BodyKind;
import io.epona.protocol.wire.DestinationKind;
import io.epona.protocol.wire.MessageDecoder;
import io.epona.protocol.wire.MessageFlagsDecoder;
import io.epona.protocol.wire.MessageHeaderDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.DirectBuffer;

/** Describes messages as they are stored: their headers, and of the body its kind and length. */
final class StoredMessageReader {
    private final boolean withBodies;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final MessageDecoder decoder = new MessageDecoder();

    StoredMessageReader(boolean withBodies) {
        this.withBodies = withBodies;
    }

    Map<String, Object> describe(DirectBuffer buffer, int offset, int length) {
        decoder.wrapAndApplyHeader(buffer, offset, header);
        MessageFlagsDecoder flags = decoder.flags();
        boolean isText = decoder.bodyKindRaw() == BodyKind.TEXT.value();
        boolean hasReplyTo = decoder.replyToKindRaw() != DestinationKind.NONE.value();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("destinationKind", decoder.destinationKind().name());
        fields.put("persistent", flags.persistent());
        fields.put("priority", (long) decoder.priority());
        putIf(flags.hasTimestamp(), fields, "timestampMs", decoder.timestampMs());
        putIf(decoder.expirationMs() != 0, fields, "expirationMs", decoder.expirationMs());
        putIf(decoder.deliveryTimeMs() != 0, fields, "deliveryTimeMs", decoder.deliveryTimeMs());
        String bodyKind = decoder.bodyKind().name();
        fields.put("destination", decoder.destination());
        putIf(flags.hasMessageId(), fields, "messageId", decoder.messageId());
        byte[] correlationId = new byte[decoder.correlationIdLength()];
        decoder.getCorrelationId(correlationId, 0, correlationId.length);
        putIf(flags.hasCorrelationId(), fields, "correlationId", text(correlationId, !flags.correlationIdIsBytes()));
        putIf(flags.hasType(), fields, "type", decoder.jmsType());
        putIf(hasReplyTo, fields, "replyTo", decoder.replyTo());
        fields.put("propertiesLength", (long) decoder.skipProperties());
        fields.put("bodyKind", bodyKind);
        int bodyLength = decoder.bodyLength();
        fields.put("bodyLength", (long) bodyLength);
        fields.put("length", (long) length);
        if (withBodies && flags.hasBody()) {
            byte[] body = new byte[bodyLength];
            decoder.getBody(body, 0, bodyLength);
            fields.put("body", text(body, isText));
        }
        return fields;
    }

    private static void putIf(boolean isPresent, Map<String, Object> fields, String name, Object value) {
        if (isPresent) {
            fields.put(name, value);
        }
    }

    private static String text(byte[] bytes, boolean isText) {
        return isText
                ? new String(bytes, StandardCharsets.UTF_8)
                : Base64.getEncoder().encodeToString(bytes);
    }
}
