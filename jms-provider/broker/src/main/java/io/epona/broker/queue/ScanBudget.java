package io.epona.broker.queue;

/**
 * How much may be looked at before others have their turn. Looking at an entry costs 1; looking into its message, which may
 * have to be read, costs more, the longer it is the more. What is begun may exceed the budget.
 */
public final class ScanBudget {
    private static final int FULL = 16_000;
    private static final int LEAST = 500;
    private static final int MESSAGE_COST = 16;
    private static final int BYTES_PER_UNIT_SHIFT = 8;

    private long remaining;

    /**
     * Begins anew.
     *
     * @param sharers among how many it is divided; for one it is enough for about a thousand short messages, for each of
     *     very many for about thirty
     */
    public void refill(int sharers) {
        remaining = Math.max(LEAST, FULL / Math.max(1, sharers));
    }

    /** Whether nothing more should be looked at. */
    public boolean isSpent() {
        return remaining <= 0;
    }

    /** An entry is looked at. */
    public void chargeEntry() {
        remaining--;
    }

    /**
     * A message is looked into.
     *
     * @param length of the message
     * @param extra what it costs in addition
     */
    public void chargeMessage(int length, int extra) {
        remaining -= MESSAGE_COST + (length >>> BYTES_PER_UNIT_SHIFT) + extra;
    }
}
