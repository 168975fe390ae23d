package io.epona.broker.queue;

/** Why a turn of dispatching ended. */
public enum DispatchResult {
    /** There is nothing to hand out, or nobody to take it. */
    DONE,
    /** The next message is not durable yet. */
    NOT_DURABLE,
    /** The turn's limit was reached. */
    LIMIT
}
