package io.epona.broker.selector;

import java.util.List;

/** Whether a field is, or is not, one of some texts: unknown if it is null, false if it is no text. */
final class In implements Expression {
    private final Field field;
    private final Value[] texts;
    private final boolean isNegated;

    In(Field field, List<Literal> texts, boolean isNegated) {
        this.field = field;
        this.texts = texts.stream().map(Literal::value).toArray(Value[]::new);
        this.isNegated = isNegated;
    }

    @Override
    public void evaluate(MessageFields message, Value result) {
        field.evaluate(message, result);
        if (!result.isNull()) {
            result.setBoolean(result.type() == ValueType.TEXT && contains(result) != isNegated);
        }
    }

    private boolean contains(Value value) {
        for (Value text : texts) {
            if (text.hasSameText(value)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public StaticType type() {
        return StaticType.BOOLEAN;
    }
}
