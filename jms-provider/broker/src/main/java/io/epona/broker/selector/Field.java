package io.epona.broker.selector;

/**
 * A header field or property of the message.
 *
 * @param number of it in {@link MessageFields}
 */
record Field(int number, StaticType type) implements Expression {
    @Override
    public void evaluate(MessageFields message, Value result) {
        message.load(number, result);
    }
}
