package io.epona.broker.selector;

/** A selector is not one: the text says at which character, counted from 1, and what was expected there. */
public final class SelectorSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int position;

    SelectorSyntaxException(int position, String problem) {
        super("selector not understood: position=" + position + " " + problem);
        this.position = position;
    }

    /** The character, counted from 1, at which it goes wrong; one more than the length if the selector ends too early. */
    public int position() {
        return position;
    }
}
