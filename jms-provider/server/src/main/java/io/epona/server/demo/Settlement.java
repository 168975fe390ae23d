package io.epona.server.demo;

/** How a consumer's deliveries ended. */
enum Settlement {
    /** Acknowledged or committed: they must not come again. */
    CONSUMED,
    /** Rolled back: they must come again. */
    RETURNED,
    /** The answer to the acknowledgement or commit was lost: they may come again, or not. */
    UNKNOWN
}
