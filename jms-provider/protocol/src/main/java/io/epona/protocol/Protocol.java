package io.epona.protocol;

/** The constants of the wire protocol. */
public final class Protocol {
    /** The bytes {@code EPNA} at the start of the first frame's body. */
    public static final int MAGIC = 0x414E5045;
    /** The highest protocol version that this build speaks. */
    public static final int VERSION = 5;
    /** The lowest one. */
    public static final int MIN_VERSION = 1;
    /** The version from which on a client may browse queues. */
    public static final int BROWSE_VERSION = 2;
    /** The version from which on a message may ask for a delay. */
    public static final int DELAY_VERSION = 3;
    /** The version from which on a client says that a delivery has expired. */
    public static final int EXPIRED_VERSION = 3;
    /** The version from which on a client may have temporary destinations. */
    public static final int TEMPORARY_VERSION = 3;
    /** Names of temporary destinations begin with it, and no others. */
    public static final String TEMPORARY_PREFIX = "$temp.";
    /** The version from which on a client may load deliveries of one session's consumer into another session. */
    public static final int LOAD_VERSION = 3;
    /** The version from which on a client may say who its user is, and administer destinations. */
    public static final int USERS_VERSION = 3;
    /** The version from which on a client may take part in distributed transactions. */
    public static final int BRANCH_VERSION = 3;
    /** The version from which on a client may give properties to destinations. */
    public static final int PROPERTIES_VERSION = 4;
    /** The version from which on a client may say in several frames what a consumer holds. */
    public static final int HELD_VERSION = 5;
    /** Length of the length field in front of each frame. */
    public static final int LENGTH_PREFIX = Integer.BYTES;
    /** Length of the SBE header at the start of each frame. */
    public static final int HEADER_LENGTH = 8;
    /** No frame before the broker's welcome is longer. */
    public static final int MAX_HANDSHAKE_FRAME_LENGTH = 4096;
    /** No message, encoded, is longer. */
    public static final int MAX_MESSAGE_LENGTH = 16 * 1024 * 1024;
    /** No frame after the broker's welcome is longer: a message and the fields around it, or a long list of deliveries. */
    public static final int MAX_FRAME_LENGTH = MAX_MESSAGE_LENGTH + 64 * 1024;
    /** No name of a destination, a subscription or a client is longer, in bytes of UTF-8. */
    public static final int MAX_NAME_LENGTH = 1024;
    /** No selector is longer, in bytes of UTF-8. */
    public static final int MAX_SELECTOR_LENGTH = 65_534;
    /** No group in a frame has more entries; nor has a consumer more in flight if its client can name that in one frame only. */
    public static final int MAX_GROUP_COUNT = 65_534;
    /** No consumer has more messages in flight: received and not settled, or sent ahead to it. */
    public static final int MAX_IN_FLIGHT = 16_000_000;
    /** No name of a user is longer, in bytes of UTF-8. */
    public static final int MAX_USER_LENGTH = 255;
    /** How long a connection may take from being accepted to its {@code Hello}. */
    public static final long HANDSHAKE_TIMEOUT_MS = 10_000;
    /** The port that a broker listens on and a client connects to unless told otherwise. */
    public static final int DEFAULT_PORT = 7667;

    private Protocol() {}
}
