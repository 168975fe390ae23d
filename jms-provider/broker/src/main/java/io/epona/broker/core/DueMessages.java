package io.epona.broker.core;

import io.epona.broker.queue.Deadlines;
import io.epona.broker.queue.EntryChunk;
import io.epona.broker.queue.MessageQueue;
import org.agrona.concurrent.EpochClock;

/**
 * Looks at messages when their times have come: those that were delayed are handed out, those that have expired are not any
 * more. One timer stands for all of them, and there is none while nothing waits.
 */
final class DueMessages {
    /** How many runs of messages one duty cycle looks at. */
    private static final int RUN_LIMIT = 16;

    /** Times are those of a clock that may be set: it is looked at this often. */
    private static final long CLOCK_CHECK_MS = 1_000;

    /** Messages that a former consumer may hold are looked at when that is known, or so much later. */
    private static final long HOLDER_CHECK_MS = 20;

    private static final long NO_TIMER = Long.MAX_VALUE;

    private final Deadlines deadlines;
    private final Expiry expiry;
    private final BrokerLoop loop;
    private final EpochClock clock;
    private BrokerLoop.Timer timer;
    private long timerMs = NO_TIMER;

    DueMessages(Deadlines deadlines, Expiry expiry, BrokerLoop loop, EpochClock clock) {
        this.deadlines = deadlines;
        this.expiry = expiry;
        this.loop = loop;
        this.clock = clock;
    }

    /** Deals with some of the messages that are due. */
    void release() {
        if (deadlines.nextMs() == Deadlines.NEVER) {
            return;
        }
        long nowMs = clock.time();
        EntryChunk chunk = deadlines.pollDue(nowMs);
        for (int left = RUN_LIMIT; chunk != null; left--) {
            MessageQueue queue = chunk.queue();
            if (queue.isAwaitingHolders()) {
                queue.postpone(chunk, nowMs + HOLDER_CHECK_MS);
            } else {
                expiry.begin(queue, nowMs);
                queue.onDeadline(chunk, nowMs, expiry);
                expiry.end();
            }
            chunk = left > 1 ? deadlines.pollDue(nowMs) : null;
        }
    }

    /** The duty cycle ends: makes sure that another begins when the next message is due. */
    void arm() {
        long nextMs = deadlines.nextMs();
        if (nextMs == Deadlines.NEVER) {
            return;
        }
        long nowMs = clock.time();
        if (nextMs <= nowMs) {
            loop.requestCycle();
            return;
        }
        long wakeMs = Math.min(nextMs, nowMs + CLOCK_CHECK_MS);
        if (wakeMs < timerMs) {
            if (timer != null) {
                timer.cancel();
            }
            timerMs = wakeMs;
            timer = loop.schedule(wakeMs - nowMs, this::wake);
        }
    }

    private void wake() {
        timer = null;
        timerMs = NO_TIMER;
        loop.requestCycle();
    }
}
