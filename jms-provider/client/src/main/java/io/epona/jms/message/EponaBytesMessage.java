package io.epona.jms.message;

import io.epona.buffer.NioBuffer;
import io.epona.protocol.wire.BodyKind;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * A message whose body is a sequence of bytes: write-only until {@link #reset}, then read-only until {@link #clearBody}.
 * Not thread-safe.
 *
 * <p>Numbers are written high byte first. A read that throws does not move on. A received body is read where it was
 * received, without a copy.
 */
public final class EponaBytesMessage extends EponaMessage implements BytesMessage {
    private static final int INITIAL_CAPACITY = 64;

    /** Null until there is a body. */
    private NioBuffer content;

    private int length;
    private int position;
    private boolean isReadable;

    EponaBytesMessage() {}

    @Override
    public long getBodyLength() throws JMSException {
        requireReadable();
        return length;
    }

    @Override
    public boolean readBoolean() throws JMSException {
        return readByte() != 0;
    }

    @Override
    public byte readByte() throws JMSException {
        return content.getByte(advance(Byte.BYTES));
    }

    @Override
    public int readUnsignedByte() throws JMSException {
        return Byte.toUnsignedInt(readByte());
    }

    @Override
    public short readShort() throws JMSException {
        return content.getShort(advance(Short.BYTES), ByteOrder.BIG_ENDIAN);
    }

    @Override
    public int readUnsignedShort() throws JMSException {
        return Short.toUnsignedInt(readShort());
    }

    @Override
    public char readChar() throws JMSException {
        return (char) readShort();
    }

    @Override
    public int readInt() throws JMSException {
        return content.getInt(advance(Integer.BYTES), ByteOrder.BIG_ENDIAN);
    }

    @Override
    public long readLong() throws JMSException {
        return content.getLong(advance(Long.BYTES), ByteOrder.BIG_ENDIAN);
    }

    @Override
    public float readFloat() throws JMSException {
        return Float.intBitsToFloat(readInt());
    }

    @Override
    public double readDouble() throws JMSException {
        return Double.longBitsToDouble(readLong());
    }

    @Override
    public String readUTF() throws JMSException {
        int encodedLength = Short.BYTES + Short.toUnsignedInt(peekShort());
        requireRemaining(encodedLength);
        byte[] bytes = new byte[encodedLength];
        content.getBytes(position, bytes);
        try {
            String text = new DataInputStream(new ByteArrayInputStream(bytes)).readUTF();
            position += encodedLength;
            return text;
        } catch (EOFException e) {
            throw MessageErrors.endOfBody(position, length);
        } catch (IOException e) {
            throw MessageErrors.invalid("body has no text here: position=" + position, e);
        }
    }

    private short peekShort() throws JMSException {
        requireReadable();
        requireRemaining(Short.BYTES);
        return content.getShort(position, ByteOrder.BIG_ENDIAN);
    }

    @Override
    public int readBytes(byte[] target) throws JMSException {
        return readBytes(target, target.length);
    }

    @Override
    public int readBytes(byte[] target, int targetLength) throws JMSException {
        requireReadable();
        Objects.checkFromIndexSize(0, targetLength, target.length);
        if (position == length) {
            return -1;
        }
        int count = Math.min(targetLength, length - position);
        content.getBytes(position, target, 0, count);
        position += count;
        return count;
    }

    /** Passes over that many bytes to read them, and returns where they are. */
    private int advance(int count) throws JMSException {
        requireReadable();
        requireRemaining(count);
        int from = position;
        position += count;
        return from;
    }

    private void requireReadable() throws JMSException {
        if (!isReadable) {
            throw MessageErrors.notReadable();
        }
    }

    private void requireRemaining(int count) throws JMSException {
        if (count > length - position) {
            throw MessageErrors.endOfBody(position, length);
        }
    }

    @Override
    public void writeBoolean(boolean value) throws JMSException {
        writeByte((byte) (value ? 1 : 0));
    }

    @Override
    public void writeByte(byte value) throws JMSException {
        int at = extend(Byte.BYTES);
        content.putByte(at, value);
    }

    @Override
    public void writeShort(short value) throws JMSException {
        int at = extend(Short.BYTES);
        content.putShort(at, value, ByteOrder.BIG_ENDIAN);
    }

    @Override
    public void writeChar(char value) throws JMSException {
        writeShort((short) value);
    }

    @Override
    public void writeInt(int value) throws JMSException {
        int at = extend(Integer.BYTES);
        content.putInt(at, value, ByteOrder.BIG_ENDIAN);
    }

    @Override
    public void writeLong(long value) throws JMSException {
        int at = extend(Long.BYTES);
        content.putLong(at, value, ByteOrder.BIG_ENDIAN);
    }

    @Override
    public void writeFloat(float value) throws JMSException {
        writeInt(Float.floatToIntBits(value));
    }

    @Override
    public void writeDouble(double value) throws JMSException {
        writeLong(Double.doubleToLongBits(value));
    }

    /** @throws jakarta.jms.MessageFormatException if the text is longer than 65535 bytes in modified UTF-8 */
    @Override
    public void writeUTF(String value) throws JMSException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            new DataOutputStream(bytes).writeUTF(value);
        } catch (IOException e) {
            throw MessageErrors.invalid("text is too long for writeUTF: length=" + value.length(), e);
        }
        writeBytes(bytes.toByteArray());
    }

    @Override
    public void writeBytes(byte[] value) throws JMSException {
        writeBytes(value, 0, value.length);
    }

    @Override
    public void writeBytes(byte[] value, int offset, int count) throws JMSException {
        Objects.checkFromIndexSize(offset, count, value.length);
        int at = extend(count);
        content.putBytes(at, value, offset, count);
    }

    @Override
    public void writeObject(Object value) throws JMSException {
        Objects.requireNonNull(value, "value");
        switch (ValueBits.kindOf(value)) {
            case BOOLEAN -> writeBoolean((Boolean) value);
            case BYTE -> writeByte((Byte) value);
            case SHORT -> writeShort((Short) value);
            case CHAR -> writeChar((Character) value);
            case INT -> writeInt((Integer) value);
            case LONG -> writeLong((Long) value);
            case FLOAT -> writeFloat((Float) value);
            case DOUBLE -> writeDouble((Double) value);
            case TEXT -> writeUTF((String) value);
            case BYTES -> writeBytes((byte[]) value);
            default -> ValueConversion.requireValue(value);
        }
    }

    /** Makes room at the end, and returns where it is. */
    private int extend(int count) throws JMSException {
        if (isReadable) {
            throw MessageErrors.notWriteable("body");
        }
        if (content == null) {
            content = NioBuffer.growable(INITIAL_CAPACITY);
        }
        int at = length;
        content.checkLimit(Math.addExact(at, count));
        length = at + count;
        return at;
    }

    @Override
    public void reset() {
        isReadable = true;
        position = 0;
    }

    /** Resets the message before and after, as the specification demands: it is readable from its start afterwards. */
    @Override
    public <T> T getBody(Class<T> bodyType) throws JMSException {
        reset();
        if (!isBodyAssignableTo(bodyType)) {
            throw notAssignable(bodyType);
        } else if (length == 0) {
            return null;
        }
        byte[] body = new byte[length];
        content.getBytes(0, body);
        return bodyType.cast(body);
    }

    @Override
    @SuppressWarnings("rawtypes") // The interface has the raw type.
    public boolean isBodyAssignableTo(Class bodyType) {
        return length == 0 || bodyType == byte[].class || bodyType == Object.class;
    }

    @Override
    BodyKind bodyKind() {
        return BodyKind.BYTES;
    }

    @Override
    boolean hasBody() {
        return true;
    }

    @Override
    long minBodyLength() {
        return length;
    }

    @Override
    void encodeBody(WireWriter out) throws JMSException {
        out.putData(content == null ? Slice.EMPTY : new Slice(content.byteArray(), content.wrapAdjustment(), length));
    }

    @Override
    void receiveBody(Slice body) {
        if (body != null) {
            content = new NioBuffer();
            content.wrap(body.array(), body.offset(), body.length());
            length = body.length();
        }
        reset();
    }

    @Override
    void dropBody() {
        content = null;
        length = 0;
        position = 0;
        isReadable = false;
    }
}
