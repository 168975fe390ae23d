package io.epona.broker.selector;

/** The opposite of a condition; of unknown, and of what is no condition, unknown. */
record Not(Expression operand) implements Expression {
    @Override
    public void evaluate(MessageFields message, Value result) {
        operand.evaluate(message, result);
        if (result.type() == ValueType.BOOLEAN) {
            result.setBoolean(result.isFalse());
        } else {
            result.setNull();
        }
    }

    @Override
    public StaticType type() {
        return StaticType.BOOLEAN;
    }
}
