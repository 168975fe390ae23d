package io.epona.jms.message;

import io.epona.protocol.wire.BodyKind;
import jakarta.jms.JMSException;
import jakarta.jms.StreamMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * A message whose body is a sequence of values: write-only until {@link #reset}, then read-only until {@link #clearBody}.
 * Not thread-safe.
 *
 * <p>A read that throws does not move on: the value can be read as another type.
 */
public final class EponaStreamMessage extends EponaMessage implements StreamMessage {
    private static final int NO_PIECE = -1;

    /** What was received and has not been decoded yet; null if there is nothing or it has been. */
    private Slice encoded;

    private List<Object> values = new ArrayList<>();
    private boolean isReadable;
    private int position;

    /** How much of the array at the position has been read in pieces; negative if none of it. */
    private int pieceOffset = NO_PIECE;

    EponaStreamMessage() {}

    @Override
    public boolean readBoolean() throws JMSException {
        boolean value = ValueConversion.toBoolean(next());
        position++;
        return value;
    }

    @Override
    public byte readByte() throws JMSException {
        byte value = ValueConversion.toByte(next());
        position++;
        return value;
    }

    @Override
    public short readShort() throws JMSException {
        short value = ValueConversion.toShort(next());
        position++;
        return value;
    }

    @Override
    public char readChar() throws JMSException {
        char value = ValueConversion.toChar(next());
        position++;
        return value;
    }

    @Override
    public int readInt() throws JMSException {
        int value = ValueConversion.toInt(next());
        position++;
        return value;
    }

    @Override
    public long readLong() throws JMSException {
        long value = ValueConversion.toLong(next());
        position++;
        return value;
    }

    @Override
    public float readFloat() throws JMSException {
        float value = ValueConversion.toFloat(next());
        position++;
        return value;
    }

    @Override
    public double readDouble() throws JMSException {
        double value = ValueConversion.toDouble(next());
        position++;
        return value;
    }

    @Override
    public String readString() throws JMSException {
        String value = ValueConversion.toText(next());
        position++;
        return value;
    }

    @Override
    public Object readObject() throws JMSException {
        Object value = ValueConversion.isolated(next());
        position++;
        return value;
    }

    @Override
    public int readBytes(byte[] target) throws JMSException {
        byte[] source = ValueConversion.toBytes(pieceOffset == NO_PIECE ? next() : values.get(position));
        if (source == null || pieceOffset == source.length) {
            endPieces();
            return -1;
        }
        int from = Math.max(0, pieceOffset);
        int length = Math.min(target.length, source.length - from);
        System.arraycopy(source, from, target, 0, length);
        pieceOffset = from + length;
        if (length < target.length) {
            endPieces();
        }
        return length;
    }

    private void endPieces() {
        pieceOffset = NO_PIECE;
        position++;
    }

    private Object next() throws JMSException {
        requireReadable();
        if (pieceOffset != NO_PIECE) {
            throw MessageErrors.invalid("array before this value has not been read to its end: offset=" + pieceOffset);
        } else if (position >= decoded().size()) {
            throw MessageErrors.endOfBody(position, values.size());
        }
        return values.get(position);
    }

    private void requireReadable() throws JMSException {
        if (!isReadable) {
            throw MessageErrors.notReadable();
        }
    }

    private List<Object> decoded() throws JMSException {
        if (encoded != null) {
            values = new ValuesReader(encoded).unnamed();
            encoded = null;
        }
        return values;
    }

    @Override
    public void writeBoolean(boolean value) throws JMSException {
        write(value);
    }

    @Override
    public void writeByte(byte value) throws JMSException {
        write(value);
    }

    @Override
    public void writeShort(short value) throws JMSException {
        write(value);
    }

    @Override
    public void writeChar(char value) throws JMSException {
        write(value);
    }

    @Override
    public void writeInt(int value) throws JMSException {
        write(value);
    }

    @Override
    public void writeLong(long value) throws JMSException {
        write(value);
    }

    @Override
    public void writeFloat(float value) throws JMSException {
        write(value);
    }

    @Override
    public void writeDouble(double value) throws JMSException {
        write(value);
    }

    @Override
    public void writeString(String value) throws JMSException {
        write(value);
    }

    @Override
    public void writeBytes(byte[] value) throws JMSException {
        write(ValueConversion.isolated(value));
    }

    @Override
    public void writeBytes(byte[] value, int offset, int length) throws JMSException {
        write(value == null ? null : new Slice(value, offset, length).copy());
    }

    @Override
    public void writeObject(Object value) throws JMSException {
        write(ValueConversion.requireValue(value));
    }

    private void write(Object value) throws JMSException {
        if (isReadable) {
            throw MessageErrors.notWriteable("body");
        }
        values.add(value);
    }

    @Override
    public void reset() {
        isReadable = true;
        position = 0;
        pieceOffset = NO_PIECE;
    }

    /** @throws jakarta.jms.MessageFormatException always: a stream has no type */
    @Override
    public <T> T getBody(Class<T> bodyType) throws JMSException {
        throw notAssignable(bodyType);
    }

    @Override
    @SuppressWarnings("rawtypes") // The interface has the raw type.
    public boolean isBodyAssignableTo(Class bodyType) {
        return false;
    }

    @Override
    BodyKind bodyKind() {
        return BodyKind.STREAM;
    }

    @Override
    boolean hasBody() {
        return true;
    }

    @Override
    void encodeBody(WireWriter out) throws JMSException {
        if (encoded != null) {
            out.putData(encoded);
        } else {
            out.putValues(values);
        }
    }

    @Override
    void receiveBody(Slice body) {
        encoded = body == null || body.isEmpty() ? null : body;
        reset();
    }

    @Override
    void dropBody() {
        encoded = null;
        values.clear();
        reset();
        isReadable = false;
    }
}
