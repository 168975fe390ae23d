package io.epona.broker.selector;

/** A sign before a number; null before anything else. */
record Sign(boolean isNegative, Expression operand) implements Expression {
    @Override
    public void evaluate(MessageFields message, Value result) {
        operand.evaluate(message, result);
        switch (result.type()) {
            case INT, LONG -> result.setInteger(result.type(), isNegative ? -result.integer() : result.integer());
            case FLOAT, DOUBLE -> {
                double number = result.fraction(result.type());
                result.setFraction(result.type(), isNegative ? -number : number);
            }
            default -> result.setNull();
        }
    }

    @Override
    public StaticType type() {
        return StaticType.NUMBER;
    }
}
