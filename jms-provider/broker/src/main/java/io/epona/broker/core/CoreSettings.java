package io.epona.broker.core;

import io.epona.protocol.Durability;

/**
 * What can be set of the core.
 *
 * @param memoryLimit bytes of messages that are in memory only, beyond which they spill to the journal
 * @param producerWindow bytes that a session may send before the broker has dealt with them
 * @param transactionLimit bytes of the messages of one transaction
 * @param resumeGraceMs how long what a lost connection holds is kept for it
 * @param maxConnections how many clients are served at a time
 * @param isDurable whether there is a journal on disk
 * @param durability what confirmations wait for, if a message asks for nothing else
 */
public record CoreSettings(
        long memoryLimit,
        long producerWindow,
        long transactionLimit,
        int resumeGraceMs,
        int maxConnections,
        boolean isDurable,
        Durability durability) {

    /** How many connections may be accepted and not have introduced themselves; beyond that the oldest goes. */
    static final int MAX_HALF_OPEN = 1024;

    /** How many sessions, and how many consumers, one connection may have. */
    static final int MAX_PER_CONNECTION = 10_000;

    /** Defaults, with a memory limit of a quarter of the heap. */
    public static CoreSettings defaults(boolean isDurable, Durability durability) {
        long memoryLimit = Runtime.getRuntime().maxMemory() / 4;
        return new CoreSettings(memoryLimit, 2 * 1024 * 1024, memoryLimit / 2, 5_000, 10_000, isDurable, durability);
    }
}
