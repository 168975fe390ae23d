package io.epona.jms.message;

import io.epona.protocol.wire.MessageHeaderDecoder;
import io.epona.protocol.wire.ValueKind;
import io.epona.protocol.wire.ValuesDecoder;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Reads an encoded group of values: the properties of a message, the body of a map or stream message. */
final class ValuesReader {
    private final WireReader fields = new WireReader();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ValuesDecoder codec = new ValuesDecoder();

    ValuesReader(Slice encoded) {
        fields.wrap(encoded);
    }

    Map<String, Object> named() throws JMSException {
        Map<String, Object> values = new LinkedHashMap<>();
        forEach(values::put);
        return values;
    }

    List<Object> unnamed() throws JMSException {
        List<Object> values = new ArrayList<>();
        forEach((name, value) -> values.add(value));
        return values;
    }

    private void forEach(BiConsumer<String, Object> target) throws JMSException {
        try {
            ValuesDecoder.EntriesDecoder entries = entries();
            while (entries.hasNext()) {
                entries.next();
                fields.position(codec.limit());
                String name = fields.shortData().text();
                Object value = value(entries, fields.data());
                codec.limit(fields.position());
                target.accept(name, value);
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw MessageErrors.malformed(
                    "values of a message are malformed: length="
                            + fields.buffer().capacity(),
                    e);
        }
    }

    private ValuesDecoder.EntriesDecoder entries() throws JMSException {
        header.wrap(fields.buffer(), 0);
        Envelope.require(header, ValuesDecoder.TEMPLATE_ID, ValuesDecoder.BLOCK_LENGTH);
        codec.wrap(fields.buffer(), MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
        ValuesDecoder.EntriesDecoder entries = codec.entries();
        int blockLength = entries.actingBlockLength();
        if (blockLength < ValuesDecoder.EntriesDecoder.sbeBlockLength()) {
            throw MessageErrors.malformed("block of a value is too short: length=" + blockLength);
        }
        return entries;
    }

    private static Object value(ValuesDecoder.EntriesDecoder entry, Slice content) throws JMSException {
        ValueKind kind = entry.kind();
        return switch (kind) {
            case TEXT -> content.text();
            case BYTES -> content.copy();
            case NULL_VAL -> throw MessageErrors.malformed("kind of a value is unknown: kind=" + entry.kindRaw());
            default -> ValueBits.valueOf(kind, entry.bits());
        };
    }
}
