package io.epona.broker.offline;

import io.epona.broker.offline.PortableMessage.Options;
import io.epona.broker.selector.Selector;
import io.epona.broker.selector.SelectorSyntaxException;
import io.epona.buffer.NioBuffer;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.BodyKind;
import io.epona.protocol.wire.DestinationKind;
import io.epona.protocol.wire.MessageEncoder;
import io.epona.protocol.wire.MessageHeaderEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Makes messages out of the fields of the export format. Not thread-safe. */
public final class MessageWriter {
    private static final String QUEUE = "queue://";
    private static final String TOPIC = "topic://";
    private static final int SHORT_LIMIT = 65_534;
    private static final int MAX_PRIORITY = 9;
    private static final int DEFAULT_PRIORITY = 4;
    private static final int MAX_DELIVERY_COUNT = 65_534;
    private static final byte[] NOTHING = {};

    private final Set<String> unknown = new TreeSet<>();

    /**
     * Makes a message.
     *
     * @param line texts, longs, truth values, lists, and maps of such; text also for numbers with a fraction
     * @throws BadMessageException if the fields make no message
     */
    public PortableMessage write(Map<String, Object> line) throws BadMessageException {
        MessageFields fields = new MessageFields(line);
        String destination = destination("destination", fields.requiredText("destination"));
        boolean isQueue = destination.startsWith(QUEUE);
        // The number belongs to the journal that the message comes from.
        fields.has("number");
        Options options = new Options(
                fields.truth("persistent", true),
                fields.number("priority", DEFAULT_PRIORITY, MAX_PRIORITY),
                fields.number("expiration", 0));
        List<SubscriptionTarget> subscriptions = new ArrayList<>();
        for (Object subscription : fields.list("subscriptions")) {
            subscriptions.add(subscription(subscription));
        }
        int deliveryCount = fields.number("deliveryCount", 0, MAX_DELIVERY_COUNT);
        byte[] encoded = encode(fields, destination, options);
        unknown.addAll(fields.unknown());
        return new PortableMessage(
                destination.substring(QUEUE.length()), isQueue, subscriptions, deliveryCount, options, encoded);
    }

    /** The names of the fields that no message made so far should have had. */
    public Set<String> unknownFields() {
        return unknown;
    }

    private static String destination(String field, String text) throws BadMessageException {
        if (!text.startsWith(QUEUE) && !text.startsWith(TOPIC)) {
            throw new BadMessageException("destination must be queue://name or topic://name: field=" + field);
        }
        requireName(field, text.substring(QUEUE.length()));
        return text;
    }

    private static String requireName(String field, String name) throws BadMessageException {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > Protocol.MAX_NAME_LENGTH) {
            throw new BadMessageException(
                    "name must have 1 to " + Protocol.MAX_NAME_LENGTH + " bytes: field=" + field + " length=" + length);
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new BadMessageException("name must not have control characters: field=" + field);
        }
        return name;
    }

    private SubscriptionTarget subscription(Object value) throws BadMessageException {
        if (!(value instanceof Map<?, ?> map)) {
            throw new BadMessageException("subscription must be an object: field=subscriptions");
        }
        @SuppressWarnings("unchecked") // Keys of an object are text.
        MessageFields fields = new MessageFields((Map<String, Object>) map);
        String clientId = fields.requiredText("clientId");
        String name = requireName("subscriptions.name", fields.requiredText("name"));
        if (clientId.length() > Protocol.MAX_NAME_LENGTH) {
            throw new BadMessageException(
                    "client id is too long: length=" + clientId.length() + " limit=" + Protocol.MAX_NAME_LENGTH);
        }
        String selector = Objects.requireNonNullElse(fields.text("selector"), "");
        try {
            if (!selector.isEmpty()) {
                Selector.parse(selector);
            }
        } catch (SelectorSyntaxException e) {
            throw new BadMessageException("selector is wrong: " + e.getMessage());
        }
        boolean isShared = fields.truth("shared", false);
        boolean isNoLocal = fields.truth("noLocal", false);
        int deliveryCount = fields.number("deliveryCount", 0, MAX_DELIVERY_COUNT);
        fields.unknown().forEach(field -> unknown.add("subscriptions." + field));
        return new SubscriptionTarget(clientId, name, selector, isShared, isNoLocal, deliveryCount);
    }

    private static byte[] encode(MessageFields fields, String destination, Options options) throws BadMessageException {
        boolean hasOther = fields.has("jmsDestination");
        String sentTo = hasOther ? destination("jmsDestination", fields.text("jmsDestination")) : destination;
        String replyTo = fields.has("replyTo") ? destination("replyTo", fields.text("replyTo")) : null;
        byte[][] texts = {
            shortText("destination", sentTo.substring(QUEUE.length())),
            shortText("messageId", fields.text("messageId")),
            correlationId(fields),
            shortText("type", fields.text("type")),
            shortText("replyTo", replyTo == null ? null : replyTo.substring(QUEUE.length()))
        };
        byte[] properties = properties(fields);
        BodyKind kind = kind(fields.requiredText("bodyKind"));
        byte[] body = body(fields, kind);
        byte[] bytes = new byte[length(texts, properties, body)];
        NioBuffer buffer = new NioBuffer();
        buffer.wrap(bytes);
        MessageEncoder encoder = new MessageEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        encoder.flags()
                .clear()
                .persistent(options.isPersistent())
                .hasMessageId(fields.has("messageId"))
                .hasCorrelationId(fields.has("correlationId") || fields.has("correlationIdBytes"))
                .correlationIdIsBytes(fields.has("correlationIdBytes"))
                .hasType(fields.has("type"))
                .hasBody(body != null)
                .hasTimestamp(fields.has("timestamp"))
                .delayed(fields.truth("delayed", false));
        encoder.priority((short) options.priority())
                .bodyKind(kind)
                .destinationKind(kindOf(sentTo))
                .replyToKind(kindOf(replyTo))
                .timestampMs(fields.number("timestamp", 0))
                .expirationMs(options.expirationMs())
                .deliveryTimeMs(fields.number("deliveryTime", 0));
        encoder.putDestination(texts[0], 0, texts[0].length)
                .putMessageId(texts[1], 0, texts[1].length)
                .putCorrelationId(texts[2], 0, texts[2].length)
                .putJmsType(texts[3], 0, texts[3].length)
                .putReplyTo(texts[4], 0, texts[4].length)
                .putProperties(properties, 0, properties.length)
                .putBody(body == null ? NOTHING : body, 0, body == null ? 0 : body.length);
        return bytes;
    }

    private static int length(byte[][] texts, byte[] properties, byte[] body) throws BadMessageException {
        long length = MessageHeaderEncoder.ENCODED_LENGTH
                + MessageEncoder.BLOCK_LENGTH
                + MessageEncoder.propertiesHeaderLength()
                + (long) properties.length
                + MessageEncoder.bodyHeaderLength()
                + (body == null ? 0 : body.length);
        for (byte[] text : texts) {
            length += MessageEncoder.destinationHeaderLength() + text.length;
        }
        if (length > Protocol.MAX_MESSAGE_LENGTH) {
            throw new BadMessageException(
                    "message is too long: length=" + length + " limit=" + Protocol.MAX_MESSAGE_LENGTH);
        }
        return (int) length;
    }

    static byte[] shortText(String field, String text) throws BadMessageException {
        byte[] bytes = text == null ? NOTHING : text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > SHORT_LIMIT) {
            throw new BadMessageException(
                    "field is too long: field=" + field + " length=" + bytes.length + " limit=" + SHORT_LIMIT);
        }
        return bytes;
    }

    private static byte[] correlationId(MessageFields fields) throws BadMessageException {
        byte[] bytes = fields.bytes("correlationIdBytes");
        return bytes == null ? shortText("correlationId", fields.text("correlationId")) : bytes;
    }

    private static byte[] properties(MessageFields fields) throws BadMessageException {
        byte[] encoded = fields.bytes("propertiesBase64");
        if (encoded != null) {
            return encoded;
        }
        Map<?, ?> properties = fields.map("properties");
        return properties == null ? NOTHING : ValuesWriter.named("properties", properties);
    }

    private static BodyKind kind(String name) throws BadMessageException {
        return Stream.of(BodyKind.values())
                .filter(kind -> kind != BodyKind.NULL_VAL)
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new BadMessageException("kind of a body is unknown: bodyKind=" + name));
    }

    /** @return null if there is none */
    private static byte[] body(MessageFields fields, BodyKind kind) throws BadMessageException {
        byte[] encoded = fields.bytes("bodyBase64");
        if (encoded != null) {
            return encoded;
        } else if (!fields.has("body")) {
            return null;
        }
        return switch (kind) {
            case TEXT -> fields.text("body").getBytes(StandardCharsets.UTF_8);
            case BYTES, OBJECT -> fields.bytes("body");
            case MAP -> ValuesWriter.named("body", fields.map("body"));
            case STREAM -> ValuesWriter.unnamed("body", fields.list("body"));
            case EMPTY, NULL_VAL -> throw new BadMessageException("an empty message has no body: field=body");
        };
    }

    private static DestinationKind kindOf(String destination) {
        if (destination == null) {
            return DestinationKind.NONE;
        }
        return destination.startsWith(QUEUE) ? DestinationKind.QUEUE : DestinationKind.TOPIC;
    }
}
