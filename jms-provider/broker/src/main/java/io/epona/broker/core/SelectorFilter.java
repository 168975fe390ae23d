package io.epona.broker.core;

import io.epona.broker.queue.EntryChunk;
import io.epona.broker.queue.EntryFilter;
import io.epona.broker.selector.Selector;

/** Wants the messages that a selector selects. */
record SelectorFilter(Selector selector, MessageReader message) implements EntryFilter {
    /** A long selector takes as long as many short ones. */
    private static final int CHARACTERS_PER_UNIT_SHIFT = 5;

    @Override
    public boolean matches(EntryChunk chunk, int index) {
        message.read(chunk.position(index));
        return selector.matches(message.buffer(), message.offset(), message.length());
    }

    @Override
    public int cost() {
        return cost(selector);
    }

    /** @param selector null for none, which costs nothing */
    static int cost(Selector selector) {
        return selector == null ? 0 : selector.text().length() >>> CHARACTERS_PER_UNIT_SHIFT;
    }
}
