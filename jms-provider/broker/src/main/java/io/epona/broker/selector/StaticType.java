package io.epona.broker.selector;

/** What is known of an expression's type before there is a message. */
enum StaticType {
    BOOLEAN("a condition"),
    NUMBER("a number"),
    TEXT("a text"),
    /** A property may hold anything. */
    ANY("a property");

    private final String description;

    StaticType(String description) {
        this.description = description;
    }

    /** For errors. */
    String description() {
        return description;
    }

    boolean mayBe(StaticType other) {
        return this == ANY || this == other;
    }
}
