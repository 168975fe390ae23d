package io.epona.broker.selector;

/** How two numbers are put together. */
enum ArithmeticOperator {
    PLUS,
    MINUS,
    TIMES,
    DIVIDED_BY;

    /** The operator that is written like this, null if none is. */
    static ArithmeticOperator of(String symbol) {
        return switch (symbol) {
            case "+" -> PLUS;
            case "-" -> MINUS;
            case "*" -> TIMES;
            case "/" -> DIVIDED_BY;
            default -> null;
        };
    }

    boolean isAdditive() {
        return this == PLUS || this == MINUS;
    }

    /**
     * Calculates as Java does and puts the result in place of the left number. It is null if an operand is no number, and
     * if an integer is divided by zero.
     */
    void apply(Value left, Value right) {
        if (!left.isNumber() || !right.isNumber()) {
            left.setNull();
            return;
        }
        ValueType type = ValueType.promoted(left.type(), right.type());
        if (type == ValueType.FLOAT || type == ValueType.DOUBLE) {
            // A float that was calculated as a double and rounded is the one that float arithmetic gives.
            left.setFraction(type, calculate(left.fraction(type), right.fraction(type)));
        } else if (this == DIVIDED_BY && right.integer() == 0) {
            left.setNull();
        } else {
            left.setInteger(type, calculate(left.integer(), right.integer()));
        }
    }

    private long calculate(long left, long right) {
        return switch (this) {
            case PLUS -> left + right;
            case MINUS -> left - right;
            case TIMES -> left * right;
            case DIVIDED_BY -> left / right;
        };
    }

    private double calculate(double left, double right) {
        return switch (this) {
            case PLUS -> left + right;
            case MINUS -> left - right;
            case TIMES -> left * right;
            case DIVIDED_BY -> left / right;
        };
    }
}
