package io.epona.broker.inspect;

import io.epona.buffer.NioBuffer;
import io.epona.protocol.wire.BodyKind;
import io.epona.protocol.wire.DestinationKind;
import io.epona.protocol.wire.MessageDecoder;
import io.epona.protocol.wire.MessageFlagsDecoder;
import io.epona.protocol.wire.MessageHeaderDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;

/**
 * Takes stored messages apart into the fields of the export format, from which the same bytes can be made again. What is
 * not as it should be within a message, such as properties that a faulty client encoded, stays as it is, in Base64. Not
 * thread-safe.
 */
final class MessageReader {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final MessageDecoder decoder = new MessageDecoder();
    private final NioBuffer whole = new NioBuffer();

    /**
     * Reads a message.
     *
     * @return its fields: the destination that it was sent to first, of the others those that it has
     */
    Map<String, Object> read(DirectBuffer buffer, int offset, int length) {
        whole.wrap(buffer, offset, length);
        decoder.wrapAndApplyHeader(whole, 0, header);
        MessageFlagsDecoder flags = decoder.flags();
        short destinationKind = decoder.destinationKindRaw();
        short replyToKind = decoder.replyToKindRaw();
        short bodyKind = decoder.bodyKindRaw();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("destination", destination(destinationKind, decoder.destination()));
        String messageId = decoder.messageId();
        putIf(flags.hasMessageId(), fields, "messageId", messageId);
        byte[] correlationId = new byte[decoder.correlationIdLength()];
        decoder.getCorrelationId(correlationId, 0, correlationId.length);
        putCorrelationId(fields, flags, correlationId);
        String type = decoder.jmsType();
        putIf(flags.hasType(), fields, "type", type);
        String replyTo = decoder.replyTo();
        putIf(replyToKind != DestinationKind.NONE.value(), fields, "replyTo", destination(replyToKind, replyTo));
        putIf(flags.hasTimestamp(), fields, "timestamp", decoder.timestampMs());
        putIf(decoder.expirationMs() != 0, fields, "expiration", decoder.expirationMs());
        putIf(decoder.deliveryTimeMs() != 0, fields, "deliveryTime", decoder.deliveryTimeMs());
        putIf(flags.delayed(), fields, "delayed", true);
        fields.put("priority", decoder.priority());
        fields.put("persistent", flags.persistent());
        byte[] properties = new byte[decoder.propertiesLength()];
        decoder.getProperties(properties, 0, properties.length);
        putProperties(fields, properties);
        byte[] body = new byte[decoder.bodyLength()];
        decoder.getBody(body, 0, body.length);
        putBody(fields, bodyKind, flags.hasBody() ? body : null);
        return fields;
    }

    private static String destination(short kind, String name) {
        return (kind == DestinationKind.QUEUE.value() ? "queue://" : "topic://") + name;
    }

    private static void putIf(boolean isPresent, Map<String, Object> fields, String name, Object value) {
        if (isPresent) {
            fields.put(name, value);
        }
    }

    private static void putCorrelationId(Map<String, Object> fields, MessageFlagsDecoder flags, byte[] bytes) {
        if (flags.hasCorrelationId()) {
            String text = flags.correlationIdIsBytes() ? null : text(bytes);
            fields.put(text == null ? "correlationIdBytes" : "correlationId", text == null ? base64(bytes) : text);
        }
    }

    private static void putProperties(Map<String, Object> fields, byte[] encoded) {
        if (encoded.length > 0) {
            Map<String, Object> properties = ValuesReader.named(encoded);
            if (properties == null) {
                fields.put("propertiesBase64", base64(encoded));
            } else {
                fields.put("properties", properties);
            }
        }
    }

    private static void putBody(Map<String, Object> fields, short kind, byte[] bytes) {
        BodyKind known = known(kind);
        boolean isKnown = known != BodyKind.NULL_VAL;
        fields.put("bodyKind", isKnown ? known.name().toLowerCase(Locale.ROOT) : Short.toString(kind));
        if (bytes == null) {
            return;
        }
        Object body =
                switch (known) {
                    case TEXT -> text(bytes);
                    case BYTES, OBJECT -> base64(bytes);
                    case MAP -> ValuesReader.named(bytes);
                    case STREAM -> ValuesReader.unnamed(bytes);
                    case EMPTY, NULL_VAL -> null;
                };
        fields.put(body == null ? "bodyBase64" : "body", body == null ? base64(bytes) : body);
    }

    private static BodyKind known(short kind) {
        return Stream.of(BodyKind.values())
                .filter(known -> known.value() == kind)
                .findFirst()
                .orElse(BodyKind.NULL_VAL);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The text that bytes encode, null if they are not UTF-8. */
    static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
