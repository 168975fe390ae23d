package io.epona.jms.message;

import io.epona.protocol.Durability;
import io.epona.protocol.wire.ValueKind;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The properties of one message; those of a received message are read-only, and decoded when first asked for. */
final class MessageProperties {
    /** What has not been decoded yet; null if there is nothing or it has been. */
    private Slice encoded;

    /** Null until there is a property. */
    private Map<String, Object> values;

    /** How often the message was delivered, a property too; 0 if it was not, or properties were cleared. */
    private int deliveryCount;

    private boolean isReadOnly;

    void receive(Slice encodedProperties, int count) {
        encoded = encodedProperties.isEmpty() ? null : encodedProperties;
        deliveryCount = count;
        isReadOnly = true;
    }

    void clear() {
        encoded = null;
        values = null;
        deliveryCount = 0;
        isReadOnly = false;
    }

    /** The value of the property, null if there is no such property or its value is null. */
    Object get(String name) throws JMSException {
        if (PropertyNames.DELIVERY_COUNT.equals(name)) {
            return deliveryCount > 0 ? deliveryCount : null;
        }
        return decoded().get(name);
    }

    boolean contains(String name) throws JMSException {
        return deliveryCount > 0 && PropertyNames.DELIVERY_COUNT.equals(name)
                || decoded().containsKey(name);
    }

    List<String> names() throws JMSException {
        List<String> names = new ArrayList<>(decoded().keySet());
        if (deliveryCount > 0) {
            names.add(PropertyNames.DELIVERY_COUNT);
        }
        return names;
    }

    /** The level of durability that the message asks for, null if it asks for none. */
    Durability durability() throws JMSException {
        Object label = encoded == null && values == null ? null : get(Durability.PROPERTY);
        if (label == null) {
            return null;
        }
        return Durability.named(label.toString())
                .orElseThrow(() -> MessageErrors.invalid("durability not known: property=" + Durability.PROPERTY
                        + " value=" + label + " allowed=" + Durability.labels()));
    }

    void set(String name, Object value) throws JMSException {
        PropertyNames.requireSettable(name);
        if (isReadOnly) {
            throw MessageErrors.notWriteable("properties");
        }
        ValueKind kind = ValueBits.kindOf(value);
        if (kind == ValueKind.NULL_VAL || kind == ValueKind.CHAR || kind == ValueKind.BYTES) {
            throw MessageErrors.invalid("class of the property is not supported: name=" + name + " class="
                    + value.getClass().getName());
        }
        if (values == null) {
            values = new LinkedHashMap<>();
        }
        values.put(name, PropertyNames.typed(name, value));
    }

    void encodeTo(WireWriter out) throws JMSException {
        if (encoded != null) {
            out.putData(encoded);
        } else if (values == null) {
            out.putData(Slice.EMPTY);
        } else {
            out.putValues(values);
        }
    }

    private Map<String, Object> decoded() throws JMSException {
        if (encoded != null) {
            values = new ValuesReader(encoded).named();
            encoded = null;
        }
        return values == null ? Collections.emptyMap() : values;
    }
}
