package io.epona.broker.queue;

/**
 * What an entry of an index says of its message beside the numbers, packed into an int: how many indexes share the message,
 * whether a restart skips it, and how often it was delivered and came back.
 */
public final class EntryTraits {
    /** More indexes than this that share a message count as this many. */
    static final int MAX_SHARES = 0x1FFF;

    static final int MAX_DELIVERY_COUNT = 0xFFFF;

    private static final int SPILLED = 1 << 2;
    private static final int SHARES_SHIFT = 3;
    private static final int DELIVERY_COUNT_SHIFT = 16;
    private static final int ONE_DELIVERY = 1 << DELIVERY_COUNT_SHIFT;
    private static final int STATE_MASK = 3;
    /** What a record takes beside the message, about. */
    private static final int RECORD_OVERHEAD = 80;

    private EntryTraits() {}

    /**
     * The traits of a message.
     *
     * @param shares how many indexes have it, at least 1
     * @param isSpilled whether it is in the journal although it does not outlive the broker
     * @param deliveryCount how often it was delivered and came back
     */
    public static int of(int shares, boolean isSpilled, int deliveryCount) {
        return Math.min(shares, MAX_SHARES) << SHARES_SHIFT
                | (isSpilled ? SPILLED : 0)
                | Math.min(deliveryCount, MAX_DELIVERY_COUNT) << DELIVERY_COUNT_SHIFT;
    }

    /** How many indexes share the message. */
    public static int shares(int traits) {
        return traits >>> SHARES_SHIFT & MAX_SHARES;
    }

    /** Whether a restart skips the message. */
    public static boolean isSpilled(int traits) {
        return (traits & SPILLED) != 0;
    }

    /** How often the message was delivered and came back. */
    public static int deliveryCount(int traits) {
        return traits >>> DELIVERY_COUNT_SHIFT;
    }

    /** How much of the log an entry keeps: its share of the message's record, about, but always the same. */
    public static int share(int messageLength, int traits) {
        return (messageLength + RECORD_OVERHEAD) / shares(traits);
    }

    static int countDelivery(int traits) {
        return deliveryCount(traits) == MAX_DELIVERY_COUNT ? traits : traits + ONE_DELIVERY;
    }

    static int withoutState(int traits) {
        return traits & ~STATE_MASK;
    }

    /** The state is kept in the two lowest bits, which {@link #of} leaves free. */
    static EntryState state(int traits) {
        return EntryState.of(traits & STATE_MASK);
    }

    static int withState(int traits, EntryState state) {
        return withoutState(traits) | state.ordinal();
    }
}
