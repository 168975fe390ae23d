package io.epona.broker.selector;

/** Compares two values. */
final class Comparison implements Expression {
    private final ComparisonOperator operator;
    private final Expression left;
    private final Expression right;
    private final Value rightValue = new Value();

    Comparison(ComparisonOperator operator, Expression left, Expression right) {
        this.operator = operator;
        this.left = left;
        this.right = right;
    }

    @Override
    public void evaluate(MessageFields message, Value result) {
        left.evaluate(message, result);
        right.evaluate(message, rightValue);
        operator.compare(result, rightValue, result);
    }

    @Override
    public StaticType type() {
        return StaticType.BOOLEAN;
    }
}
