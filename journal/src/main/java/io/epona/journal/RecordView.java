package io.epona.journal;

import org.agrona.DirectBuffer;

/**
 * Points at one record in memory that a journal owns. Made once by its user and pointed anew by each read, so that reading
 * allocates nothing. Not thread-safe.
 */
public final class RecordView {
    private DirectBuffer buffer;
    private long position;
    private int offset;
    private int length;
    private int type;
    private int version;
    private long timestampMs;

    /** The address of the record. */
    public long position() {
        return position;
    }

    /** What the record is, as its appender said. */
    public int type() {
        return type;
    }

    /** The version of the schema that encodes the body. */
    public int version() {
        return version;
    }

    /** When the duty cycle that appended the record began, in milliseconds since 1970. */
    public long timestampMs() {
        return timestampMs;
    }

    /** Whether it is the last record of its group, or the only one. */
    public boolean endsGroup() {
        return RecordFormat.endsGroup(buffer, offset - RecordFormat.HEADER_LENGTH);
    }

    /** How much of the log the record takes: header, body and padding. */
    public int recordLength() {
        return RecordFormat.recordLength(length);
    }

    /** Where the body is, from {@link #offset()}; not to be written to. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Where in {@link #buffer()} the body starts. */
    public int offset() {
        return offset;
    }

    /** Length of the body. */
    public int length() {
        return length;
    }

    /** Points at the record whose header is at an offset. */
    void point(DirectBuffer newBuffer, int headerOffset, long newPosition) {
        buffer = newBuffer;
        position = newPosition;
        offset = headerOffset + RecordFormat.HEADER_LENGTH;
        length = RecordFormat.bodyLength(newBuffer, headerOffset);
        type = RecordFormat.type(newBuffer, headerOffset);
        version = RecordFormat.version(newBuffer, headerOffset);
        timestampMs = RecordFormat.timestampMs(newBuffer, headerOffset);
    }
}
