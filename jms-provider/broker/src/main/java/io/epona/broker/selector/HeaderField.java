package io.epona.broker.selector;

/** The header fields that a selector may name. */
enum HeaderField {
    DELIVERY_MODE("JMSDeliveryMode", StaticType.TEXT),
    PRIORITY("JMSPriority", StaticType.NUMBER),
    MESSAGE_ID("JMSMessageID", StaticType.TEXT),
    TIMESTAMP("JMSTimestamp", StaticType.NUMBER),
    CORRELATION_ID("JMSCorrelationID", StaticType.TEXT),
    TYPE("JMSType", StaticType.TEXT);

    private static final HeaderField[] FIELDS = values();

    private final String fieldName;
    private final StaticType type;

    HeaderField(String fieldName, StaticType type) {
        this.fieldName = fieldName;
        this.type = type;
    }

    StaticType type() {
        return type;
    }

    static int count() {
        return FIELDS.length;
    }

    static HeaderField of(int ordinal) {
        return FIELDS[ordinal];
    }

    /** The field of this name, null if there is none. */
    static HeaderField named(String name) {
        for (HeaderField field : FIELDS) {
            if (field.fieldName.equals(name)) {
                return field;
            }
        }
        return null;
    }

    /** Whether a name is kept for header fields: it begins with JMS and is that of no property. */
    static boolean isReserved(String name) {
        return name.startsWith("JMS") && !name.startsWith("JMSX") && !name.startsWith("JMS_");
    }
}
