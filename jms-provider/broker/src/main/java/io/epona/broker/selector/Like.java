package io.epona.broker.selector;

/** Whether a field has, or has not, the form of a pattern: unknown if it is null, false if it is no text. */
record Like(Field field, LikePattern pattern, boolean isNegated) implements Expression {
    @Override
    public void evaluate(MessageFields message, Value result) {
        field.evaluate(message, result);
        if (!result.isNull()) {
            result.setBoolean(result.type() == ValueType.TEXT && pattern.matches(result) != isNegated);
        }
    }

    @Override
    public StaticType type() {
        return StaticType.BOOLEAN;
    }
}
