package io.epona.jms.link;

import io.epona.protocol.EponaUri;
import io.epona.protocol.UriOption;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * When a lost connection is dialled again: at once, then round after round with a growing pause, until the deadline counted
 * from the loss. Event loop only.
 */
final class Resumption {
    private final EventLoop loop;
    private final Dialer dialer;
    private final Consumer<String> onGivenUp;
    private final long timeoutMs;
    private final Backoff backoff = new Backoff();
    private long lostAtNs;
    private boolean isLost;
    private String lastReason = "";
    private ScheduledFuture<?> nextRound;
    private ScheduledFuture<?> deadline;

    /** @param onGivenUp hears why, once the deadline has passed */
    Resumption(EponaUri uri, EventLoop loop, Dialer dialer, Consumer<String> onGivenUp) {
        this.loop = loop;
        this.dialer = dialer;
        this.onGivenUp = onGivenUp;
        this.timeoutMs = uri.option(UriOption.RESUME_TIMEOUT_MS);
    }

    /** The connection was lost, or lost again before {@link #onLive}. */
    void onLost(String reason) {
        lastReason = reason;
        if (!isLost) {
            isLost = true;
            lostAtNs = System.nanoTime();
            startDeadline();
            dialer.startRound();
        } else {
            startDeadline();
            scheduleRound();
        }
    }

    /** A round of attempts was in vain. */
    void onRoundFailed(String reasons) {
        lastReason = reasons;
        scheduleRound();
    }

    private void scheduleRound() {
        if (nextRound == null) {
            nextRound = loop.schedule(this::startNextRound, backoff.nextDelayMs(), TimeUnit.MILLISECONDS);
        }
    }

    private void startNextRound() {
        // Within the JVM a round may fail before this call returns, and is followed by another one all the same.
        nextRound = null;
        dialer.startRound();
    }

    private void startDeadline() {
        if (timeoutMs > 0) {
            long remainingMs = Math.max(0, timeoutMs - lostForMs());
            deadline = loop.schedule(this::giveUp, remainingMs, TimeUnit.MILLISECONDS);
        }
    }

    private void giveUp() {
        stop();
        onGivenUp.accept(lastReason);
    }

    /** A broker has welcomed the connection: as long as that lasts, there is no deadline. */
    void onWelcomed() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    /** Everything is as before. */
    void onLive() {
        isLost = false;
        backoff.reset();
    }

    void stop() {
        onWelcomed();
        if (nextRound != null) {
            nextRound.cancel(false);
        }
        dialer.stop();
    }

    /** Milliseconds since the loss. */
    long lostForMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lostAtNs);
    }
}
