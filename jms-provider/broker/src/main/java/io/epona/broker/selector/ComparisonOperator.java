package io.epona.broker.selector;

/** How two values are compared. */
enum ComparisonOperator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    /** The operator that is written like this, null if none is. */
    static ComparisonOperator of(String symbol) {
        return switch (symbol) {
            case "=" -> EQUAL;
            case "<>" -> NOT_EQUAL;
            case "<" -> LESS;
            case "<=" -> LESS_OR_EQUAL;
            case ">" -> GREATER;
            case ">=" -> GREATER_OR_EQUAL;
            default -> null;
        };
    }

    /** Whether it asks which is greater, which only numbers are. */
    boolean isOrder() {
        return this != EQUAL && this != NOT_EQUAL;
    }

    /**
     * Compares: unknown if one is null, false if they are not of like types.
     *
     * @param result may be one of the two
     */
    void compare(Value left, Value right, Value result) {
        if (left.isNull() || right.isNull()) {
            result.setNull();
        } else if (left.isNumber() && right.isNumber()) {
            result.setBoolean(testNumbers(left, right));
        } else if (left.type() != right.type() || isOrder()) {
            result.setBoolean(false);
        } else {
            boolean isSame =
                    left.type() == ValueType.TEXT ? left.hasSameText(right) : left.integer() == right.integer();
            result.setBoolean(isSame == (this == EQUAL));
        }
    }

    private boolean testNumbers(Value left, Value right) {
        ValueType type = ValueType.promoted(left.type(), right.type());
        return type == ValueType.INT || type == ValueType.LONG
                ? test(left.integer(), right.integer())
                : test(left.fraction(type), right.fraction(type));
    }

    private boolean test(long left, long right) {
        return switch (this) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case LESS -> left < right;
            case LESS_OR_EQUAL -> left <= right;
            case GREATER -> left > right;
            case GREATER_OR_EQUAL -> left >= right;
        };
    }

    private boolean test(double left, double right) {
        return switch (this) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case LESS -> left < right;
            case LESS_OR_EQUAL -> left <= right;
            case GREATER -> left > right;
            case GREATER_OR_EQUAL -> left >= right;
        };
    }
}
