package io.epona.tck.support;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.StreamMessage;

/** The types of values of sections 3.5.2 and 3.11.3: how each is written and read, and as what it can be read. */
public enum Kind {
    BOOLEAN(
            true,
            "+.......+.",
            (m, v) -> m.setBooleanProperty("p", (Boolean) v),
            m -> m.getBooleanProperty("p"),
            (m, v) -> m.setBoolean("p", (Boolean) v),
            m -> m.getBoolean("p"),
            new Sequence(
                    (m, v) -> m.writeBoolean((Boolean) v),
                    StreamMessage::readBoolean,
                    (m, v) -> m.writeBoolean((Boolean) v),
                    BytesMessage::readBoolean)),
    BYTE(
            (byte) 17,
            ".++.++..+.",
            (m, v) -> m.setByteProperty("p", (Byte) v),
            m -> m.getByteProperty("p"),
            (m, v) -> m.setByte("p", (Byte) v),
            m -> m.getByte("p"),
            new Sequence(
                    (m, v) -> m.writeByte((Byte) v),
                    StreamMessage::readByte,
                    (m, v) -> m.writeByte((Byte) v),
                    BytesMessage::readByte)),
    SHORT(
            (short) 17,
            "..+.++..+.",
            (m, v) -> m.setShortProperty("p", (Short) v),
            m -> m.getShortProperty("p"),
            (m, v) -> m.setShort("p", (Short) v),
            m -> m.getShort("p"),
            new Sequence(
                    (m, v) -> m.writeShort((Short) v),
                    StreamMessage::readShort,
                    (m, v) -> m.writeShort((Short) v),
                    BytesMessage::readShort)),
    CHAR(
            'c',
            "...+....+.",
            null,
            null,
            (m, v) -> m.setChar("p", (Character) v),
            m -> m.getChar("p"),
            new Sequence(
                    (m, v) -> m.writeChar((Character) v),
                    StreamMessage::readChar,
                    (m, v) -> m.writeChar((Character) v),
                    BytesMessage::readChar)),
    INT(
            17,
            "....++..+.",
            (m, v) -> m.setIntProperty("p", (Integer) v),
            m -> m.getIntProperty("p"),
            (m, v) -> m.setInt("p", (Integer) v),
            m -> m.getInt("p"),
            new Sequence(
                    (m, v) -> m.writeInt((Integer) v),
                    StreamMessage::readInt,
                    (m, v) -> m.writeInt((Integer) v),
                    BytesMessage::readInt)),
    LONG(
            17L,
            ".....+..+.",
            (m, v) -> m.setLongProperty("p", (Long) v),
            m -> m.getLongProperty("p"),
            (m, v) -> m.setLong("p", (Long) v),
            m -> m.getLong("p"),
            new Sequence(
                    (m, v) -> m.writeLong((Long) v),
                    StreamMessage::readLong,
                    (m, v) -> m.writeLong((Long) v),
                    BytesMessage::readLong)),
    FLOAT(
            17.5f,
            "......+++.",
            (m, v) -> m.setFloatProperty("p", (Float) v),
            m -> m.getFloatProperty("p"),
            (m, v) -> m.setFloat("p", (Float) v),
            m -> m.getFloat("p"),
            new Sequence(
                    (m, v) -> m.writeFloat((Float) v),
                    StreamMessage::readFloat,
                    (m, v) -> m.writeFloat((Float) v),
                    BytesMessage::readFloat)),
    DOUBLE(
            17.5d,
            ".......++.",
            (m, v) -> m.setDoubleProperty("p", (Double) v),
            m -> m.getDoubleProperty("p"),
            (m, v) -> m.setDouble("p", (Double) v),
            m -> m.getDouble("p"),
            new Sequence(
                    (m, v) -> m.writeDouble((Double) v),
                    StreamMessage::readDouble,
                    (m, v) -> m.writeDouble((Double) v),
                    BytesMessage::readDouble)),
    STRING(
            "17",
            "+++.+++++.",
            (m, v) -> m.setStringProperty("p", (String) v),
            m -> m.getStringProperty("p"),
            (m, v) -> m.setString("p", (String) v),
            m -> m.getString("p"),
            new Sequence(
                    (m, v) -> m.writeString((String) v),
                    StreamMessage::readString,
                    (m, v) -> m.writeUTF((String) v),
                    BytesMessage::readUTF)),
    BYTES(
            new byte[] {1, 7},
            ".........+",
            null,
            null,
            (m, v) -> m.setBytes("p", (byte[]) v),
            m -> m.getBytes("p"),
            new Sequence((m, v) -> m.writeBytes((byte[]) v), Kind::readAll, (m, v) -> m.writeBytes((byte[]) v), m -> {
                byte[] read = new byte[2];
                m.readBytes(read);
                return read;
            }));

    private final Object sample;
    private final String readableAs;
    private final Writer<Message> propertyWriter;
    private final Reader<Message> propertyReader;
    private final Writer<MapMessage> mapWriter;
    private final Reader<MapMessage> mapReader;
    private final Sequence sequence;

    Kind(
            Object sample,
            String readableAs,
            Writer<Message> propertyWriter,
            Reader<Message> propertyReader,
            Writer<MapMessage> mapWriter,
            Reader<MapMessage> mapReader,
            Sequence sequence) {
        this.sample = sample;
        this.readableAs = readableAs;
        this.propertyWriter = propertyWriter;
        this.propertyReader = propertyReader;
        this.mapWriter = mapWriter;
        this.mapReader = mapReader;
        this.sequence = sequence;
    }

    private static byte[] readAll(StreamMessage message) throws JMSException {
        byte[] buffer = new byte[8];
        int count = message.readBytes(buffer);
        return count < 0 ? null : java.util.Arrays.copyOf(buffer, count);
    }

    /** A value of this type; to be read as another, text has to be such a value. */
    public Object sampleFor(Kind read) {
        return this == STRING && read == BOOLEAN ? "true" : sample;
    }

    /** Whether the tables allow this. */
    public boolean isReadableAs(Kind read) {
        return readableAs.charAt(read.ordinal()) == '+';
    }

    /** What reading gives, where it is allowed. */
    public Object expectedAs(Kind read) {
        Object written = sampleFor(read);
        return switch (read) {
            case BOOLEAN -> Boolean.TRUE;
            case BYTE -> Byte.valueOf(written.toString());
            case SHORT -> Short.valueOf(written.toString());
            case CHAR, BYTES -> written;
            case INT -> Integer.valueOf(written.toString());
            case LONG -> Long.valueOf(written.toString());
            case FLOAT -> Float.valueOf(written.toString());
            case DOUBLE -> Double.valueOf(written.toString());
            case STRING -> written.toString();
        };
    }

    /** Whether properties have this type. */
    public boolean isPropertyType() {
        return propertyWriter != null;
    }

    /** Sets property {@code p}. */
    public void setProperty(Message message, Object value) throws JMSException {
        propertyWriter.write(message, value);
    }

    /** Gets property {@code p}. */
    public Object getProperty(Message message) throws JMSException {
        return propertyReader.read(message);
    }

    /** Sets entry {@code p}. */
    public void setEntry(MapMessage message, Object value) throws JMSException {
        mapWriter.write(message, value);
    }

    /** Gets entry {@code p}. */
    public Object getEntry(MapMessage message) throws JMSException {
        return mapReader.read(message);
    }

    /** Writes the value at the end of the stream. */
    public void write(StreamMessage message, Object value) throws JMSException {
        sequence.streamWriter.write(message, value);
    }

    /** Reads the next value of the stream. */
    public Object read(StreamMessage message) throws JMSException {
        return sequence.streamReader.read(message);
    }

    /** Writes the value at the end of the bytes. */
    public void write(BytesMessage message, Object value) throws JMSException {
        sequence.bytesWriter.write(message, value);
    }

    /** Reads the next value of the bytes. */
    public Object read(BytesMessage message) throws JMSException {
        return sequence.bytesReader.read(message);
    }

    @FunctionalInterface
    private interface Writer<M> {
        void write(M message, Object value) throws JMSException;
    }

    @FunctionalInterface
    private interface Reader<M> {
        Object read(M message) throws JMSException;
    }

    private record Sequence(
            Writer<StreamMessage> streamWriter,
            Reader<StreamMessage> streamReader,
            Writer<BytesMessage> bytesWriter,
            Reader<BytesMessage> bytesReader) {}
}
