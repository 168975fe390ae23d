package io.epona.jms.message;

import jakarta.jms.JMSException;
import java.util.Locale;
import java.util.Set;

/** Which names a property may have: the identifiers of message selectors, without those that the provider sets. */
final class PropertyNames {
    static final String DELIVERY_COUNT = "JMSXDeliveryCount";

    private static final Set<String> SELECTOR_WORDS =
            Set.of("NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE");
    private static final String GROUP_ID = "JMSXGroupID";
    private static final String GROUP_SEQUENCE = "JMSXGroupSeq";
    private static final Set<String> SET_BY_CLIENTS = Set.of(GROUP_ID, GROUP_SEQUENCE);

    private PropertyNames() {}

    /**
     * The value as the property has it: of the names that the specification gives to clients, it gives the types, too.
     *
     * @throws JMSException if the value is of another type
     */
    static Object typed(String name, Object value) throws JMSException {
        if (GROUP_SEQUENCE.equals(name)) {
            return requireInt(name, value);
        } else if (GROUP_ID.equals(name) && value != null && !(value instanceof String)) {
            throw wrongType(name, value, "String");
        }
        return value;
    }

    private static Object requireInt(String name, Object value) throws JMSException {
        if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
            return ((Number) value).intValue();
        }
        throw wrongType(name, value, "int");
    }

    private static JMSException wrongType(String name, Object value, String type) {
        return MessageErrors.invalid("property has another type: name=" + name + " type=" + type + " class="
                + (value == null ? null : value.getClass().getName()));
    }

    /**
     * @throws IllegalArgumentException if the name is null or empty
     * @throws JMSException if a selector could not refer to the property, or the name is reserved
     */
    static void requireSettable(String name) throws JMSException {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("property has no name: name=" + name);
        } else if (!isIdentifier(name)) {
            throw MessageErrors.invalid("property name is not an identifier: name=" + name);
        } else if (isReserved(name)) {
            throw MessageErrors.invalid("property name is reserved for the provider: name=" + name);
        }
    }

    /**
     * Whether the specification keeps the name from applications: it begins with JMS, and is neither one of the two JMSX
     * names that clients set nor the name of another provider's property (JMS_…), which a bridge must be able to pass on.
     */
    static boolean isReserved(String name) {
        return name.startsWith("JMS") && !name.startsWith("JMS_") && !SET_BY_CLIENTS.contains(name);
    }

    private static boolean isIdentifier(String name) {
        if (!Character.isJavaIdentifierStart(name.charAt(0))) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            if (!Character.isJavaIdentifierPart(name.charAt(i))) {
                return false;
            }
        }
        return !isSelectorWord(name);
    }

    private static boolean isSelectorWord(String name) {
        // No word is longer, and upper case of anything longer would be garbage on the path of every send.
        return name.length() <= "BETWEEN".length() && SELECTOR_WORDS.contains(name.toUpperCase(Locale.ROOT));
    }
}
