package io.epona.broker.queue;

import java.util.ArrayDeque;

/**
 * Which messages of an index are not to be seen yet although they are durable: those of transactions whose ends are not.
 * Transactions end one after the other, so of a later one numbers and position are higher.
 */
final class Withheld {
    /** The number of a message that there will never be. */
    static final long NONE = Long.MAX_VALUE;

    private final ArrayDeque<Run> runs = new ArrayDeque<>(1);

    private record Run(long firstNumber, long position) {}

    /** Messages from a number on must not be seen before the record at a position is durable. */
    void add(long firstNumber, long position) {
        runs.addLast(new Run(firstNumber, position));
    }

    /** The first number that must not be seen, {@link #NONE} if all may be. */
    long firstNumber(long durablePosition) {
        while (!runs.isEmpty() && runs.peekFirst().position() < durablePosition) {
            runs.removeFirst();
        }
        return runs.isEmpty() ? NONE : runs.peekFirst().firstNumber();
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }
}
