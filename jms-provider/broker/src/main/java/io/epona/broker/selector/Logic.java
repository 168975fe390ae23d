package io.epona.broker.selector;

import java.util.List;

/** AND or OR over conditions, with unknown as the third truth value; what is not a condition counts as unknown. */
final class Logic implements Expression {
    private final boolean isAnd;
    private final Expression[] operands;

    private Logic(boolean isAnd, List<Expression> operands) {
        this.isAnd = isAnd;
        this.operands = operands.toArray(new Expression[0]);
    }

    static Expression and(List<Expression> operands) {
        return new Logic(true, operands);
    }

    static Expression or(List<Expression> operands) {
        return new Logic(false, operands);
    }

    @Override
    public void evaluate(MessageFields message, Value result) {
        boolean isUnknown = false;
        for (Expression operand : operands) {
            operand.evaluate(message, result);
            if (isAnd ? result.isFalse() : result.isTrue()) {
                return;
            }
            isUnknown |= result.type() != ValueType.BOOLEAN;
        }
        if (isUnknown) {
            result.setNull();
        } else {
            result.setBoolean(isAnd);
        }
    }

    @Override
    public StaticType type() {
        return StaticType.BOOLEAN;
    }
}
