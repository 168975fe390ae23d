package io.epona.broker.core;

import io.epona.broker.selector.Selector;
import io.epona.broker.selector.SelectorSyntaxException;
import io.epona.protocol.ErrorCode;

/** Parses what clients and the journal give as selectors. */
final class Selectors {
    private Selectors() {}

    /** @return null for the empty text, which selects everything */
    static Selector parse(String text) throws RefusedException {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return Selector.parse(text);
        } catch (SelectorSyntaxException e) {
            throw new RefusedException(ErrorCode.INVALID_SELECTOR, e.getMessage());
        }
    }

    /**
     * Parses the selector of a subscription that was accepted once.
     *
     * @throws IllegalStateException if this version does not accept it
     */
    static Selector restore(String text) {
        try {
            return parse(text);
        } catch (RefusedException e) {
            throw new IllegalStateException("journal was written by a newer version: selector=" + text, e);
        }
    }

    /** The text of a selector, empty for null. */
    static String text(Selector selector) {
        return selector == null ? "" : selector.text();
    }
}
