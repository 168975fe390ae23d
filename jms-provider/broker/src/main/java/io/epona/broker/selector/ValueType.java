package io.epona.broker.selector;

/** What a value is. Numbers stand in the order of Java's numeric promotion. */
enum ValueType {
    /** No value; of a condition: unknown. */
    NULL,
    BOOLEAN,
    TEXT,
    INT,
    LONG,
    FLOAT,
    DOUBLE;

    boolean isNumber() {
        return compareTo(INT) >= 0;
    }

    /** The type in which Java would calculate with two numbers of these types. */
    static ValueType promoted(ValueType left, ValueType right) {
        return left.compareTo(right) >= 0 ? left : right;
    }
}
