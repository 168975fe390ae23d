package io.epona.broker.selector;

/**
 * A word of a selector.
 *
 * @param text of a keyword in upper case, of a text without its quotes
 * @param position of its first character in the selector, counted from 1
 */
record Token(Kind kind, String text, int position) {
    enum Kind {
        IDENTIFIER,
        KEYWORD,
        TEXT,
        NUMBER,
        SYMBOL,
        END
    }

    boolean isKeyword(String word) {
        return kind == Kind.KEYWORD && text.equals(word);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** For errors. */
    String description() {
        return switch (kind) {
            case END -> "the end";
            case TEXT -> "a text";
            default -> text;
        };
    }
}
