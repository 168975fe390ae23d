package io.epona.broker.selector;

/** A part of a selector. Keeps places for values in between, so it is used by one thread and not from within itself. */
interface Expression {
    /** Puts what it is for a message into the result, which is used for nothing else meanwhile. */
    void evaluate(MessageFields message, Value result);

    StaticType type();
}
