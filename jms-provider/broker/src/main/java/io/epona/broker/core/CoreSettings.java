package io.epona.broker.core;

import io.epona.broker.settings.DestinationSettings;
import io.epona.broker.settings.Limits;
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
 * @param transactions how branches of distributed transactions are kept
 */
public record CoreSettings(
        Limits limits,
        int resumeGraceMs,
        boolean isDurable,
        Durability durability,
        DestinationSettings destinations,
        Users users,
        Transactions transactions) {

    /** How many connections may be accepted and not have introduced themselves; beyond that the oldest goes. */
    static final int MAX_HALF_OPEN = 1024;

    /** How many sessions, and how many consumers, one connection may have. */
    static final int MAX_PER_CONNECTION = 10_000;

    /** What {@code resumeGraceMs} is unless it is set. */
    public static final int DEFAULT_GRACE_MS = 5_000;

    /**
     * How branches of distributed transactions are kept.
     *
     * @param timeoutMs how long one may take until it is prepared, if its client asks for nothing else
     * @param outcomeRetentionMs how long it is known how one ended
     */
    public record Transactions(long timeoutMs, long outcomeRetentionMs) {
        /** Five minutes, and an hour. */
        public static final Transactions DEFAULT = new Transactions(5 * 60_000, 60 * 60_000);
    }
}
