package io.epona.broker.store;

import io.epona.broker.store.EffectWriter.StoredMessage;
import io.epona.buffer.NioBuffer;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.DestinationKind;
import io.epona.protocol.wire.MessageDecoder;
import io.epona.protocol.wire.MessageEncoder;
import io.epona.protocol.wire.MessageHeaderDecoder;
import io.epona.protocol.wire.MessageHeaderEncoder;
import io.epona.protocol.wire.ValueKind;
import io.epona.protocol.wire.ValuesDecoder;
import io.epona.protocol.wire.ValuesEncoder;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.agrona.DirectBuffer;

/**
 * Copies encoded messages for another queue, with further properties. All else stays as it is, but that the copy is ready at
 * once and never expires. Holds one copy at a time. Not thread-safe.
 */
public final class MessageRewriter {
    private static final byte[] NOTHING = {};

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final MessageDecoder decoder = new MessageDecoder();
    private final MessageEncoder encoder = new MessageEncoder();
    private final NioBuffer copy = NioBuffer.growable(4096);
    private int length;

    private record Value(byte[] name, ValueKind kind, long bits, byte[] content) {}

    /**
     * Copies a message.
     *
     * @param properties texts, longs and ints; each takes the place of a property of that name. If the message has
     *     properties that cannot be read, it keeps those and gets none of these
     * @return the copy, until the next one is made
     */
    public StoredMessage toQueue(StoredMessage message, String queue, Map<String, Object> properties) {
        DirectBuffer source = message.buffer();
        decoder.wrapAndApplyHeader(source, message.offset(), header);
        length = 0;
        append(source, message.offset(), decoder.limit() - message.offset());
        encoder.wrap(copy, Protocol.HEADER_LENGTH);
        encoder.destinationKind(DestinationKind.QUEUE).expirationMs(0).flags().delayed(false);
        byte[] name = queue.getBytes(StandardCharsets.UTF_8);
        copy.checkLimit(length + Short.BYTES + name.length);
        copy.putShort(length, (short) name.length, ByteOrder.LITTLE_ENDIAN);
        copy.putBytes(length + Short.BYTES, name);
        length += Short.BYTES + name.length;
        decoder.skipDestination();
        int middle = decoder.limit();
        decoder.skipMessageId();
        decoder.skipCorrelationId();
        decoder.skipJmsType();
        decoder.skipReplyTo();
        append(source, middle, decoder.limit() - middle);
        int field = decoder.limit();
        byte[] former = new byte[decoder.propertiesLength()];
        decoder.getProperties(former, 0, former.length);
        appendProperties(former, properties);
        int end = field + MessageDecoder.propertiesHeaderLength() + former.length;
        append(source, end, message.offset() + message.length() - end);
        return new StoredMessage(copy, 0, length);
    }

    private void append(DirectBuffer source, int offset, int count) {
        copy.checkLimit(length + count);
        copy.putBytes(length, source, offset, count);
        length += count;
    }

    private void appendProperties(byte[] former, Map<String, Object> properties) {
        int field = length;
        length += Integer.BYTES;
        copy.checkLimit(length + former.length);
        List<Value> values = read(former, properties);
        if (values == null || values.size() + properties.size() > Protocol.MAX_GROUP_COUNT) {
            copy.putBytes(length, former);
            length += former.length;
        } else {
            properties.forEach((name, value) -> values.add(value(name, value)));
            write(values);
        }
        copy.putInt(field, length - field - Integer.BYTES, ByteOrder.LITTLE_ENDIAN);
    }

    /** The properties that stay; null if they are not what they should be. */
    private static List<Value> read(byte[] encoded, Map<String, Object> others) {
        List<Value> values = new ArrayList<>();
        if (encoded.length == 0) {
            return values;
        }
        try {
            NioBuffer buffer = new NioBuffer();
            buffer.wrap(encoded);
            ValuesDecoder decoder = new ValuesDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
            for (ValuesDecoder.EntriesDecoder entry : decoder.entries()) {
                ValueKind kind = ValueKind.get(entry.kindRaw());
                long bits = entry.bits();
                byte[] name = new byte[Objects.checkIndex(entry.nameLength(), encoded.length)];
                entry.getName(name, 0, name.length);
                byte[] content = new byte[Objects.checkIndex(entry.contentLength(), encoded.length)];
                entry.getContent(content, 0, content.length);
                if (!others.containsKey(new String(name, StandardCharsets.UTF_8))) {
                    values.add(new Value(name, kind, bits, content));
                }
            }
            return decoder.limit() == encoded.length ? values : null;
        } catch (IndexOutOfBoundsException | IllegalArgumentException | IllegalStateException e) {
            // What a faulty client encoded is passed on as it is.
            return null;
        }
    }

    private static Value value(String name, Object value) {
        byte[] encodedName = name.getBytes(StandardCharsets.UTF_8);
        if (value instanceof String text) {
            return new Value(encodedName, ValueKind.TEXT, 0, text.getBytes(StandardCharsets.UTF_8));
        }
        ValueKind kind = value instanceof Integer ? ValueKind.INT : ValueKind.LONG;
        return new Value(encodedName, kind, ((Number) value).longValue(), NOTHING);
    }

    private void write(List<Value> values) {
        ValuesEncoder properties = new ValuesEncoder().wrapAndApplyHeader(copy, length, new MessageHeaderEncoder());
        ValuesEncoder.EntriesEncoder entries = properties.entriesCount(values.size());
        for (Value value : values) {
            entries.next()
                    .kind(value.kind())
                    .bits(value.bits())
                    .putName(value.name(), 0, value.name().length)
                    .putContent(value.content(), 0, value.content().length);
        }
        length = properties.limit();
    }
}
