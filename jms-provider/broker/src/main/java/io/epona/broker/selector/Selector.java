package io.epona.broker.selector;

import org.agrona.DirectBuffer;

/**
 * A condition on the header fields and properties of a message. Evaluating allocates nothing and never looks at the body.
 *
 * <p>Numbers are calculated and compared as in Java. A property is never converted: a text is not equal to a number, nor
 * unequal. Division of an integer by zero and arithmetic with what is no number have no value. JMSXDeliveryCount has no
 * value either: whoever delivers a message sets it.
 */
public final class Selector {
    /** No selector is longer, in characters; in UTF-8 it must fit the field of a frame, too. */
    public static final int MAX_LENGTH = 65_534;

    private final String text;
    private final Expression condition;
    private final MessageFields message;
    private final Value result = new Value();

    private Selector(String text, Expression condition, MessageFields message) {
        this.text = text;
        this.condition = condition;
        this.message = message;
    }

    /**
     * Parses a selector.
     *
     * @param text not empty: no selector at all is for the caller to tell
     * @throws SelectorSyntaxException if it is not one, is longer than {@link #MAX_LENGTH}, or is nested too deeply
     */
    public static Selector parse(String text) throws SelectorSyntaxException {
        if (text.length() > MAX_LENGTH) {
            throw new SelectorSyntaxException(
                    MAX_LENGTH + 1, "selector too long: length=" + text.length() + " limit=" + MAX_LENGTH);
        }
        SelectorParser parser = new SelectorParser(text);
        Expression condition = parser.parse();
        return new Selector(text, condition, new MessageFields(parser.propertyNames()));
    }

    /** What it was parsed from. */
    public String text() {
        return text;
    }

    /** Whether an encoded message fulfils the condition: not if that is unknown, nor if the properties are malformed. */
    public boolean matches(DirectBuffer buffer, int offset, int length) {
        try {
            message.wrap(buffer, offset, length);
            condition.evaluate(message, result);
            return result.isTrue();
        } catch (IndexOutOfBoundsException e) {
            // The client that sent it did not encode it well. Nobody can select by what it does not have.
            return false;
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
