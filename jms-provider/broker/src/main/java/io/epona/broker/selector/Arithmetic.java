package io.epona.broker.selector;

import java.util.List;

/** Operators of one precedence, applied from left to right. */
final class Arithmetic implements Expression {
    private final Expression first;
    private final Step[] steps;
    private final Value operand = new Value();

    /** What is done with the result so far. */
    record Step(ArithmeticOperator operator, Expression operand) {}

    Arithmetic(Expression first, List<Step> steps) {
        this.first = first;
        this.steps = steps.toArray(new Step[0]);
    }

    @Override
    public void evaluate(MessageFields message, Value result) {
        first.evaluate(message, result);
        for (Step step : steps) {
            step.operand().evaluate(message, operand);
            step.operator().apply(result, operand);
        }
    }

    @Override
    public StaticType type() {
        return StaticType.NUMBER;
    }
}
