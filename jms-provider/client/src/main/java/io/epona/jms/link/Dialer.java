package io.epona.jms.link;

import io.epona.protocol.EponaUri;
import io.epona.protocol.EponaUri.Host;
import io.epona.protocol.UriOption;
import io.epona.protocol.transport.FrameLink;
import io.epona.protocol.transport.FrameListener;
import io.epona.protocol.transport.Transports;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Tries the hosts of a URI in turn, each once a round, starting after the one tried last. An attempt lasts until its owner
 * says that it succeeded or failed. Event loop only.
 */
final class Dialer {
    private final EponaUri uri;
    private final EventLoop loop;
    private final Function<FrameLink, FrameListener> onConnected;
    private final Consumer<String> onRoundFailed;
    private final int timeoutMs;
    private final List<String> reasons = new ArrayList<>();
    private int nextHost;
    private int remainingAttempts;
    /** Numbers the attempts, so that what belongs to a former one is recognised; it changes when an attempt ends. */
    private int attempt;

    private String target = "";
    private ScheduledFuture<?> timer;

    /**
     * @param onConnected makes the listener of a socket that is connected
     * @param onRoundFailed hears which addresses were tried in vain, and why
     */
    Dialer(
            EponaUri uri,
            EventLoop loop,
            Function<FrameLink, FrameListener> onConnected,
            Consumer<String> onRoundFailed) {
        this.uri = uri;
        this.loop = loop;
        this.onConnected = onConnected;
        this.onRoundFailed = onRoundFailed;
        this.timeoutMs = uri.option(UriOption.CONNECT_TIMEOUT_MS);
    }

    void startRound() {
        allowRound();
        next();
    }

    /** What is connected already is the attempt under way; should it fail, a whole round follows. */
    void allowRound() {
        reasons.clear();
        remainingAttempts = Math.max(1, uri.hosts().size());
        startTimer();
    }

    private void startTimer() {
        stop();
        int current = attempt;
        timer = loop.schedule(
                () -> failed(current, "no answer within connectTimeoutMs=" + timeoutMs),
                timeoutMs,
                TimeUnit.MILLISECONDS);
    }

    /** Ends the attempt under way, whatever its outcome. */
    void stop() {
        attempt++;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    /** The attempt under way has failed: goes on with the next host, or ends the round. */
    void fail(String reason) {
        failed(attempt, reason);
    }

    private void failed(int failedAttempt, String reason) {
        if (failedAttempt == attempt) {
            stop();
            reasons.add(target + " (" + reason + ")");
            next();
        }
    }

    private void next() {
        if (remainingAttempts == 0) {
            stop();
            onRoundFailed.accept(String.join(", ", reasons));
            return;
        }
        remainingAttempts--;
        startTimer();
        int current = attempt;
        Transports.Endpoint endpoint = new Transports.Endpoint(loop, link -> connected(current, link));
        if (uri.vmName() != null) {
            target = "vm://" + uri.vmName();
            connectInVm(current, endpoint);
        } else {
            Host host = uri.hosts().get(nextHost);
            nextHost = (nextHost + 1) % uri.hosts().size();
            target = host.name() + ":" + host.port();
            // Looking a name up can block, which would stop all connections of the process.
            CompletableFuture.supplyAsync(() -> new InetSocketAddress(host.name(), host.port()), Dialer::resolve)
                    .thenAcceptAsync(address -> connect(current, address, endpoint), loop);
        }
    }

    private void connectInVm(int current, Transports.Endpoint endpoint) {
        try {
            Transports.connectInVm(uri.vmName(), endpoint).addListener(future -> onOutcome(current, future));
        } catch (RejectedExecutionException e) {
            failed(current, "the broker's event loop has ended");
        }
    }

    private void connect(int current, InetSocketAddress address, Transports.Endpoint endpoint) {
        if (current == attempt) {
            Transports.connect(address, timeoutMs, endpoint).addListener(future -> onOutcome(current, future));
        }
    }

    private void onOutcome(int current, Future<?> future) {
        if (!future.isSuccess()) {
            Throwable cause = future.cause();
            failed(current, cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
        }
    }

    private FrameListener connected(int current, FrameLink link) {
        if (current != attempt) {
            link.close();
            return new DeafListener();
        }
        return onConnected.apply(link);
    }

    /**
     * Looking up a name may take long, so it has a thread of its own: not one of the pool that all of a process share,
     * whose threads the application may have waiting for this very connection.
     */
    private static void resolve(Runnable lookUp) {
        Thread thread = new Thread(lookUp, "epona-client-resolver");
        thread.setDaemon(true);
        thread.start();
    }
}
