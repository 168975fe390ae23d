package io.epona.broker.core;

import io.epona.broker.settings.DestinationSettings;
import io.epona.broker.users.Users;
import io.epona.protocol.Durability;

/**
 * What can be set of the core.
 *
 * @param limits of what it keeps and serves
 * @param resumeGraceMs how long what a lost connection holds is kept for it
 * @param isDurable whether there is a journal on disk
 * @param durability what confirmations wait for, if a message asks for nothing else
 * @param destinations how queues and topics behave
 * @param users who may connect
 */
public record CoreSettings(
        Limits limits,
        int resumeGraceMs,
        boolean isDurable,
        Durability durability,
        DestinationSettings destinations,
        Users users) {

    /** How many connections may be accepted and not have introduced themselves; beyond that the oldest goes. */
    static final int MAX_HALF_OPEN = 1024;

    /** How many sessions, and how many consumers, one connection may have. */
    static final int MAX_PER_CONNECTION = 10_000;

    private static final int DEFAULT_GRACE_MS = 5_000;

    /**
     * What the core keeps and serves at most.
     *
     * @param memory bytes of messages that are in memory only, beyond which they spill to the journal
     * @param producerWindow bytes that a session may send before the broker has dealt with them
     * @param transaction bytes of the messages of one transaction
     * @param connections how many clients are served at a time
     */
    public record Limits(long memory, long producerWindow, long transaction, int connections) {
        /** Defaults, with a quarter of the heap for messages in memory. */
        static Limits defaults() {
            long memory = Runtime.getRuntime().maxMemory() / 4;
            return new Limits(memory, 2 * 1024 * 1024, memory / 2, 10_000);
        }
    }

    /** Defaults for what cannot be set yet. */
    public static CoreSettings of(
            boolean isDurable, Durability durability, DestinationSettings destinations, Users users) {
        return new CoreSettings(Limits.defaults(), DEFAULT_GRACE_MS, isDurable, durability, destinations, users);
    }
}
