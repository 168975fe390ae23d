package io.epona.jms.message;

import io.epona.protocol.wire.BodyKind;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A message whose body is a map of names to values. Not thread-safe. */
public final class EponaMapMessage extends EponaMessage implements MapMessage {
    /** What was received and has not been decoded yet; null if there is nothing or it has been. */
    private Slice encoded;

    private Map<String, Object> values = new LinkedHashMap<>();

    EponaMapMessage() {}

    @Override
    public boolean getBoolean(String name) throws JMSException {
        return ValueConversion.toBoolean(decoded().get(name));
    }

    @Override
    public byte getByte(String name) throws JMSException {
        return ValueConversion.toByte(decoded().get(name));
    }

    @Override
    public short getShort(String name) throws JMSException {
        return ValueConversion.toShort(decoded().get(name));
    }

    @Override
    public char getChar(String name) throws JMSException {
        return ValueConversion.toChar(decoded().get(name));
    }

    @Override
    public int getInt(String name) throws JMSException {
        return ValueConversion.toInt(decoded().get(name));
    }

    @Override
    public long getLong(String name) throws JMSException {
        return ValueConversion.toLong(decoded().get(name));
    }

    @Override
    public float getFloat(String name) throws JMSException {
        return ValueConversion.toFloat(decoded().get(name));
    }

    @Override
    public double getDouble(String name) throws JMSException {
        return ValueConversion.toDouble(decoded().get(name));
    }

    @Override
    public String getString(String name) throws JMSException {
        return ValueConversion.toText(decoded().get(name));
    }

    @Override
    public byte[] getBytes(String name) throws JMSException {
        return (byte[])
                ValueConversion.isolated(ValueConversion.toBytes(decoded().get(name)));
    }

    @Override
    public Object getObject(String name) throws JMSException {
        return ValueConversion.isolated(decoded().get(name));
    }

    @Override
    public Enumeration<String> getMapNames() throws JMSException {
        return Collections.enumeration(decoded().keySet().stream().toList());
    }

    @Override
    public boolean itemExists(String name) throws JMSException {
        return decoded().containsKey(name);
    }

    @Override
    public void setBoolean(String name, boolean value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setByte(String name, byte value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setShort(String name, short value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setChar(String name, char value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setInt(String name, int value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setLong(String name, long value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setFloat(String name, float value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setDouble(String name, double value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setString(String name, String value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setBytes(String name, byte[] value) throws JMSException {
        put(name, ValueConversion.isolated(value));
    }

    @Override
    public void setBytes(String name, byte[] value, int offset, int length) throws JMSException {
        put(name, value == null ? null : new Slice(value, offset, length).copy());
    }

    @Override
    public void setObject(String name, Object value) throws JMSException {
        put(name, ValueConversion.requireValue(value));
    }

    private void put(String name, Object value) throws JMSException {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("map entry has no name: name=" + name);
        }
        requireWriteableBody();
        values.put(name, value);
    }

    private Map<String, Object> decoded() throws JMSException {
        if (encoded != null) {
            values = new ValuesReader(encoded).named();
            encoded = null;
        }
        return values;
    }

    @Override
    public <T> T getBody(Class<T> bodyType) throws JMSException {
        if (decoded().isEmpty()) {
            return null;
        } else if (!bodyType.isAssignableFrom(Map.class)) {
            throw notAssignable(bodyType);
        }
        Map<String, Object> copy = new LinkedHashMap<>(values);
        copy.replaceAll((name, value) -> ValueConversion.isolated(value));
        return bodyType.cast(copy);
    }

    @Override
    @SuppressWarnings("rawtypes") // The interface has the raw type.
    public boolean isBodyAssignableTo(Class bodyType) throws JMSException {
        return decoded().isEmpty() || bodyType == Map.class || bodyType == Object.class;
    }

    @Override
    BodyKind bodyKind() {
        return BodyKind.MAP;
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
    }

    @Override
    void dropBody() {
        encoded = null;
        values.clear();
    }
}
