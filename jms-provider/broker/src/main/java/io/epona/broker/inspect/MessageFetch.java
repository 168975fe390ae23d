package io.epona.broker.inspect;

import io.epona.broker.effects.MessageAddedDecoder;
import io.epona.broker.effects.MessageHeaderDecoder;
import io.epona.broker.effects.MessageRelocatedDecoder;
import io.epona.broker.effects.PendingAddedDecoder;
import io.epona.buffer.NioBuffer;
import io.epona.journal.JournalSegment;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads single messages out of a journal by the positions of their records, without owning it. Not thread-safe; blocks
 * while it reads. Holds a bounded number of files open.
 */
public final class MessageFetch implements Closeable {
    private static final int OPEN_LIMIT = 32;
    private static final int TYPE_OFFSET = 8;

    private final Path directory;
    private final TreeMap<Long, JournalSegment> segments = new TreeMap<>();
    private final Map<Long, SegmentFile> open = new LinkedHashMap<>(OPEN_LIMIT, 0.75f, true);
    private final NioBuffer buffer = new NioBuffer();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final MessageAddedDecoder added = new MessageAddedDecoder();
    private final MessageRelocatedDecoder relocated = new MessageRelocatedDecoder();
    private final PendingAddedDecoder pending = new PendingAddedDecoder();
    private final MessageReader reader = new MessageReader();

    /** @param segments of the journal in the directory, as an inspection found them */
    public MessageFetch(Path directory, List<JournalSegment> segments) {
        this.directory = directory;
        segments.forEach(segment -> this.segments.put(segment.basePosition(), segment));
    }

    /**
     * The fields of a message.
     *
     * @param position of the record that holds it
     * @return as {@link MessageReader} gives them; null if the record is there no longer, which happens when the broker
     *     that owns the journal has reclaimed the segment
     */
    public Map<String, Object> message(long number, long position) throws IOException {
        ByteBuffer record;
        try {
            SegmentFile file = file(segments.floorEntry(position).getValue());
            record = file.record(file.journalId(), position);
        } catch (NoSuchFileException e) {
            return null;
        }
        if (record == null) {
            return null;
        }
        buffer.wrap(record);
        return switch (record.getShort(TYPE_OFFSET)) {
            case MessageAddedDecoder.TEMPLATE_ID -> added(number);
            case MessageRelocatedDecoder.TEMPLATE_ID -> relocated(number);
            case PendingAddedDecoder.TEMPLATE_ID -> pending();
            default -> null;
        };
    }

    private Map<String, Object> added(long number) {
        added.wrapAndApplyHeader(buffer, SegmentFile.RECORD_HEADER_LENGTH, header);
        added.targets().forEach(target -> {});
        int length = added.messageLength();
        int start = added.limit() + MessageAddedDecoder.messageHeaderLength();
        return added.number() == number ? reader.read(buffer, start, length) : null;
    }

    private Map<String, Object> relocated(long number) {
        relocated.wrapAndApplyHeader(buffer, SegmentFile.RECORD_HEADER_LENGTH, header);
        relocated.targets().forEach(target -> {});
        int length = relocated.messageLength();
        int start = relocated.limit() + MessageRelocatedDecoder.messageHeaderLength();
        return relocated.number() == number ? reader.read(buffer, start, length) : null;
    }

    /** It does not say its number, which it has got later; a segment is never written over, so it is the right one. */
    private Map<String, Object> pending() {
        pending.wrapAndApplyHeader(buffer, SegmentFile.RECORD_HEADER_LENGTH, header);
        int length = pending.messageLength();
        return reader.read(buffer, pending.limit() + PendingAddedDecoder.messageHeaderLength(), length);
    }

    private SegmentFile file(JournalSegment segment) throws IOException {
        SegmentFile file = open.get(segment.basePosition());
        if (file == null) {
            if (open.size() == OPEN_LIMIT) {
                Map.Entry<Long, SegmentFile> eldest = open.entrySet().iterator().next();
                open.remove(eldest.getKey());
                eldest.getValue().close();
            }
            file = SegmentFile.open(directory.resolve(segment.file()), segment.basePosition());
            open.put(segment.basePosition(), file);
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        for (SegmentFile file : open.values()) {
            file.close();
        }
    }
}
