package io.epona.broker.selector;

import io.epona.broker.selector.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses a selector by recursive descent. Operators of one precedence become one expression however many there are, so
 * that the depth, here and when evaluating, is that of parentheses, signs and NOT, which has a limit.
 *
 * <pre>
 *  condition  = and {OR and}
 *  and        = not {AND not}
 *  not        = NOT not | comparison
 *  comparison = sum [(= | &lt;&gt; | &lt; | &lt;= | &gt; | &gt;=) sum
 *             | [NOT] BETWEEN sum AND sum | [NOT] IN (text {, text}) | [NOT] LIKE text [ESCAPE text] | IS [NOT] NULL]
 *  sum        = product {(+ | -) product}
 *  product    = factor {(* | /) factor}
 *  factor     = (+ | -) factor | number | text | TRUE | FALSE | identifier | (condition)
 * </pre>
 */
final class SelectorParser {
    static final int NESTING_LIMIT = 200;

    private final Lexer lexer;
    private final Map<String, Field> properties = new LinkedHashMap<>();
    private Token token;
    private int nesting;

    SelectorParser(String selector) throws SelectorSyntaxException {
        this.lexer = new Lexer(selector);
        this.token = lexer.next();
    }

    Expression parse() throws SelectorSyntaxException {
        Token first = token;
        Expression condition = condition();
        if (token.kind() != Kind.END) {
            throw expected("an operator or the end");
        }
        require(condition, StaticType.BOOLEAN, first);
        return condition;
    }

    /** The properties that the selector names, in the order of their numbers. */
    Iterable<String> propertyNames() {
        return properties.keySet();
    }

    private Token advance() throws SelectorSyntaxException {
        Token passed = token;
        token = lexer.next();
        return passed;
    }

    private boolean skipKeyword(String word) throws SelectorSyntaxException {
        boolean isNext = token.isKeyword(word);
        if (isNext) {
            advance();
        }
        return isNext;
    }

    private void requireSymbol(String symbol) throws SelectorSyntaxException {
        if (!token.isSymbol(symbol)) {
            throw expected(symbol);
        }
        advance();
    }

    private void requireKeyword(String word) throws SelectorSyntaxException {
        if (!skipKeyword(word)) {
            throw expected(word);
        }
    }

    private SelectorSyntaxException expected(String what) {
        return new SelectorSyntaxException(token.position(), "expected=" + what + " found=" + token.description());
    }

    private static void require(Expression expression, StaticType type, Token first) throws SelectorSyntaxException {
        if (!expression.type().mayBe(type)) {
            throw new SelectorSyntaxException(
                    first.position(),
                    "expected=" + type.description() + " found="
                            + expression.type().description());
        }
    }

    private void enter(Token from) throws SelectorSyntaxException {
        if (++nesting > NESTING_LIMIT) {
            throw new SelectorSyntaxException(from.position(), "nested too deeply: limit=" + NESTING_LIMIT);
        }
    }

    private Expression condition() throws SelectorSyntaxException {
        Token first = token;
        Expression operand = and();
        if (!token.isKeyword("OR")) {
            return operand;
        }
        require(operand, StaticType.BOOLEAN, first);
        List<Expression> operands = new ArrayList<>(List.of(operand));
        while (skipKeyword("OR")) {
            first = token;
            operand = and();
            require(operand, StaticType.BOOLEAN, first);
            operands.add(operand);
        }
        return Logic.or(operands);
    }

    private Expression and() throws SelectorSyntaxException {
        Token first = token;
        Expression operand = not();
        if (!token.isKeyword("AND")) {
            return operand;
        }
        require(operand, StaticType.BOOLEAN, first);
        List<Expression> operands = new ArrayList<>(List.of(operand));
        while (skipKeyword("AND")) {
            first = token;
            operand = not();
            require(operand, StaticType.BOOLEAN, first);
            operands.add(operand);
        }
        return Logic.and(operands);
    }

    private Expression not() throws SelectorSyntaxException {
        if (!token.isKeyword("NOT")) {
            return comparison();
        }
        enter(advance());
        Token first = token;
        Expression operand = not();
        require(operand, StaticType.BOOLEAN, first);
        nesting--;
        return new Not(operand);
    }

    private Expression comparison() throws SelectorSyntaxException {
        Token first = token;
        Expression left = sum();
        ComparisonOperator operator = token.kind() == Kind.SYMBOL ? ComparisonOperator.of(token.text()) : null;
        if (operator != null) {
            advance();
            return compare(operator, left, first);
        } else if (skipKeyword("IS")) {
            boolean isNegated = skipKeyword("NOT");
            requireKeyword("NULL");
            IsNull isNull = new IsNull(requireField(left, first));
            return isNegated ? new Not(isNull) : isNull;
        }
        boolean isNegated = skipKeyword("NOT");
        if (skipKeyword("BETWEEN")) {
            return between(left, first, isNegated);
        } else if (skipKeyword("IN")) {
            return in(requireField(left, first), isNegated);
        } else if (skipKeyword("LIKE")) {
            return like(requireField(left, first), isNegated);
        } else if (isNegated) {
            throw expected("BETWEEN, IN or LIKE");
        }
        return left;
    }

    private static Field requireField(Expression expression, Token first) throws SelectorSyntaxException {
        if (expression instanceof Field field) {
            return field;
        }
        throw new SelectorSyntaxException(first.position(), "expected=an identifier found=an expression");
    }

    private Expression compare(ComparisonOperator operator, Expression left, Token leftFirst)
            throws SelectorSyntaxException {
        Token rightFirst = token;
        Expression right = sum();
        if (operator.isOrder()) {
            require(left, StaticType.NUMBER, leftFirst);
            require(right, StaticType.NUMBER, rightFirst);
        } else if (left instanceof Literal && right instanceof Literal) {
            // Of unlike types, such a condition could never be true: it is a mistake, not a condition.
            require(right, left.type(), rightFirst);
        }
        return new Comparison(operator, left, right);
    }

    private Expression between(Expression value, Token first, boolean isNegated) throws SelectorSyntaxException {
        require(value, StaticType.NUMBER, first);
        Token lowFirst = token;
        Expression low = sum();
        require(low, StaticType.NUMBER, lowFirst);
        requireKeyword("AND");
        Token highFirst = token;
        Expression high = sum();
        require(high, StaticType.NUMBER, highFirst);
        return isNegated
                ? Logic.or(List.of(
                        new Comparison(ComparisonOperator.LESS, value, low),
                        new Comparison(ComparisonOperator.GREATER, value, high)))
                : Logic.and(List.of(
                        new Comparison(ComparisonOperator.GREATER_OR_EQUAL, value, low),
                        new Comparison(ComparisonOperator.LESS_OR_EQUAL, value, high)));
    }

    private In in(Field field, boolean isNegated) throws SelectorSyntaxException {
        requireSymbol("(");
        List<Literal> texts = new ArrayList<>();
        texts.add(Literal.text(requireText().text()));
        while (token.isSymbol(",")) {
            advance();
            texts.add(Literal.text(requireText().text()));
        }
        if (!token.isSymbol(")")) {
            throw expected(", or )");
        }
        advance();
        return new In(field, texts, isNegated);
    }

    private Token requireText() throws SelectorSyntaxException {
        if (token.kind() != Kind.TEXT) {
            throw expected("a text");
        }
        return advance();
    }

    private Like like(Field field, boolean isNegated) throws SelectorSyntaxException {
        Token pattern = requireText();
        int escape = -1;
        if (skipKeyword("ESCAPE")) {
            Token character = requireText();
            if (character.text().codePointCount(0, character.text().length()) != 1) {
                throw new SelectorSyntaxException(character.position(), "escape must be one character");
            }
            escape = character.text().codePointAt(0);
        }
        LikePattern compiled = LikePattern.of(pattern.text(), escape);
        if (compiled == null) {
            throw new SelectorSyntaxException(pattern.position(), "pattern ends with its escape character");
        }
        return new Like(field, compiled, isNegated);
    }

    private Expression sum() throws SelectorSyntaxException {
        Token first = token;
        Expression operand = product();
        ArithmeticOperator operator = arithmeticOperator(true);
        if (operator == null) {
            return operand;
        }
        require(operand, StaticType.NUMBER, first);
        List<Arithmetic.Step> steps = new ArrayList<>();
        for (; operator != null; operator = arithmeticOperator(true)) {
            advance();
            Token next = token;
            Expression right = product();
            require(right, StaticType.NUMBER, next);
            steps.add(new Arithmetic.Step(operator, right));
        }
        return new Arithmetic(operand, steps);
    }

    private Expression product() throws SelectorSyntaxException {
        Token first = token;
        Expression operand = factor();
        ArithmeticOperator operator = arithmeticOperator(false);
        if (operator == null) {
            return operand;
        }
        require(operand, StaticType.NUMBER, first);
        List<Arithmetic.Step> steps = new ArrayList<>();
        for (; operator != null; operator = arithmeticOperator(false)) {
            advance();
            Token next = token;
            Expression right = factor();
            require(right, StaticType.NUMBER, next);
            steps.add(new Arithmetic.Step(operator, right));
        }
        return new Arithmetic(operand, steps);
    }

    private ArithmeticOperator arithmeticOperator(boolean isAdditive) {
        ArithmeticOperator operator = token.kind() == Kind.SYMBOL ? ArithmeticOperator.of(token.text()) : null;
        return operator != null && operator.isAdditive() == isAdditive ? operator : null;
    }

    private Expression factor() throws SelectorSyntaxException {
        if (token.isSymbol("-") || token.isSymbol("+")) {
            return signed();
        } else if (token.isSymbol("(")) {
            enter(advance());
            Expression inner = condition();
            requireSymbol(")");
            nesting--;
            return inner;
        } else if (token.isKeyword("TRUE") || token.isKeyword("FALSE")) {
            return Literal.truth(advance().text().equals("TRUE"));
        }
        return switch (token.kind()) {
            case NUMBER -> number(advance(), false);
            case TEXT -> Literal.text(advance().text());
            case IDENTIFIER -> field(advance());
            default -> throw expected("a value");
        };
    }

    private Expression signed() throws SelectorSyntaxException {
        Token sign = advance();
        boolean isNegative = sign.isSymbol("-");
        if (token.kind() == Kind.NUMBER) {
            // The smallest long exists with its sign only.
            return number(advance(), isNegative);
        }
        enter(sign);
        Token first = token;
        Expression operand = factor();
        require(operand, StaticType.NUMBER, first);
        nesting--;
        return new Sign(isNegative, operand);
    }

    private static Literal number(Token digits, boolean isNegative) throws SelectorSyntaxException {
        try {
            return Literal.number(digits.text(), isNegative);
        } catch (NumberFormatException e) {
            throw new SelectorSyntaxException(digits.position(), "number is malformed or too great");
        }
    }

    private Field field(Token identifier) throws SelectorSyntaxException {
        String name = identifier.text();
        HeaderField header = HeaderField.named(name);
        if (header != null) {
            return new Field(header.ordinal(), header.type());
        } else if (HeaderField.isReserved(name)) {
            throw new SelectorSyntaxException(
                    identifier.position(), "header field is not allowed in a selector: name=" + name);
        }
        return properties.computeIfAbsent(
                name, key -> new Field(HeaderField.count() + properties.size(), StaticType.ANY));
    }
}
