package io.epona.broker.selector;

/** Whether a field has no value. */
record IsNull(Field field) implements Expression {
    @Override
    public void evaluate(MessageFields message, Value result) {
        field.evaluate(message, result);
        result.setBoolean(result.isNull());
    }

    @Override
    public StaticType type() {
        return StaticType.BOOLEAN;
    }
}
