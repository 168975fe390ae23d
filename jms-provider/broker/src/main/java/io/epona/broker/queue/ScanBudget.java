package io.epona.broker.queue;

/**
 * How much may be looked at before others have their turn. Looking at an entry costs 1; looking into its message, which may
 * have to be read, costs more, the longer it is the more. What is begun may exceed the budget.
 */
public final class ScanBudget {
    private static final int ENTRIES = 16_000;
    private static final int MESSAGE_COST = 16;
    private static final int BYTES_PER_ENTRY_SHIFT = 8;

    private long remaining;

    /** Enough for about a thousand short messages. */
    public void refill() {
        remaining = ENTRIES;
    }

    /** Whether nothing more should be looked at. */
    public boolean isSpent() {
        return remaining <= 0;
    }

    /** An entry is looked at. */
    public void chargeEntry() {
        remaining--;
    }

    /** A message of this length is looked into. */
    public void chargeMessage(int length) {
        remaining -= MESSAGE_COST + (length >>> BYTES_PER_ENTRY_SHIFT);
    }
}
