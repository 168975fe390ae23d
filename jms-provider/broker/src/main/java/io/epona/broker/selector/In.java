package io.epona.broker.selector;

import java.util.List;

/** Whether a field is one of some texts: unknown if it is null, false if it is no text. */
final class In implements Expression {
    private final Field field;
    private final Value[] texts;

    In(Field field, List<Literal> texts) {
        this.field = field;
        this.texts = texts.stream().map(Literal::value).toArray(Value[]::new);
    }

    @Override
    public void evaluate(MessageFields message, Value result) {
        field.evaluate(message, result);
        if (!result.isNull()) {
            result.setBoolean(result.type() == ValueType.TEXT && contains(result));
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
