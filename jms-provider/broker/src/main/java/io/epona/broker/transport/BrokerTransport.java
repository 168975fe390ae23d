package io.epona.broker.transport;

import io.epona.broker.core.BrokerCore;
import io.epona.broker.core.BrokerLoop;
import io.epona.journal.DurabilityListener;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.transport.FrameLink;
import io.epona.protocol.transport.FrameListener;
import io.epona.protocol.transport.Transports;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The broker's event loop with the sockets on it. It turns what happens there into calls of the core, and ends every duty
 * cycle. An error that the core does not handle is final: it is told once, and nothing more is done.
 */
public final class BrokerTransport implements BrokerLoop, DurabilityListener {
    private static final int STOP_TIMEOUT_S = 10;

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final Consumer<Throwable> onFailed;
    private final Set<ClientPeer> peers = new HashSet<>();
    private final List<ClientPeer> dirtyPeers = new ArrayList<>();
    private final List<ClientPeer> flushedPeers = new ArrayList<>();
    private final AtomicBoolean isDurableScheduled = new AtomicBoolean();
    private final Runnable cycle = () -> guard(this::cycle);
    private final Runnable durable = () -> guard(this::durable);

    private BrokerCore core;
    private Channel serverChannel;
    private String vmName;
    private Transports.Endpoint endpoint;
    private boolean isCycleRequested;
    private boolean isSaturated;
    private boolean hasFailed;

    /**
     * Starts the event loop.
     *
     * @param onFailed is told the error that ended it, on the event loop or the journal's thread
     */
    public BrokerTransport(Consumer<Throwable> onFailed) {
        this.group = Transports.newServerLoop("epona-broker");
        this.loop = group.next();
        this.onFailed = onFailed;
    }

    /** Has the core served from now on. */
    public void start(BrokerCore startedCore) {
        core = startedCore;
        endpoint = new Transports.Endpoint(loop, this::accept);
        loop.execute(() -> guard(() -> {
            core.start();
            requestCycle();
        }));
    }

    /**
     * Listens for TCP connections.
     *
     * @return the port, which the system chose if it was 0
     * @throws IOException if the address cannot be used
     */
    public int listen(InetSocketAddress address) throws IOException {
        ChannelFuture bound = Transports.listen(address, endpoint).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(bound.cause().getMessage(), bound.cause());
        }
        serverChannel = bound.channel();
        return ((InetSocketAddress) serverChannel.localAddress()).getPort();
    }

    /** Accepts connections within this JVM; false if the name is taken. */
    public boolean listenInVm(String name) {
        boolean isFree = Transports.listenInVm(name, endpoint);
        if (isFree) {
            vmName = name;
        }
        return isFree;
    }

    private FrameListener accept(FrameLink link) {
        ClientPeer peer = new ClientPeer(this, link);
        peers.add(peer);
        guard(() -> peer.bind(core.accept(peer)));
        peer.updateReading();
        return peer;
    }

    /** Runs a step of the core. */
    void guard(Runnable step) {
        if (hasFailed) {
            return;
        }
        try {
            step.run();
        } catch (RuntimeException | AssertionError e) {
            fail(e);
        }
    }

    boolean isRunning() {
        return !hasFailed;
    }

    /** The core cannot go on. */
    void fail(Throwable cause) {
        if (!hasFailed) {
            hasFailed = true;
            onFailed.accept(cause);
        }
    }

    void remove(ClientPeer peer) {
        peers.remove(peer);
    }

    boolean isSaturated() {
        return isSaturated;
    }

    void markDirty(ClientPeer peer) {
        dirtyPeers.add(peer);
        requestCycle();
    }

    @Override
    public void requestCycle() {
        if (!isCycleRequested) {
            isCycleRequested = true;
            loop.execute(cycle);
        }
    }

    private void cycle() {
        isCycleRequested = false;
        endCycle();
    }

    private void durable() {
        isDurableScheduled.set(false);
        core.onDurable();
        endCycle();
    }

    private void endCycle() {
        core.endCycle();
        flushPeers();
        if (isSaturated != core.isSaturated()) {
            isSaturated = !isSaturated;
            peers.forEach(ClientPeer::updateReading);
        }
    }

    private void flushPeers() {
        flushedPeers.addAll(dirtyPeers);
        dirtyPeers.clear();
        for (int i = 0; i < flushedPeers.size(); i++) {
            flushedPeers.get(i).flush();
        }
        flushedPeers.clear();
    }

    @Override
    public Timer schedule(long delayMs, Runnable task) {
        Future<?> scheduled = loop.schedule(
                () -> guard(() -> {
                    task.run();
                    requestCycle();
                }),
                delayMs,
                TimeUnit.MILLISECONDS);
        return () -> scheduled.cancel(false);
    }

    /** On the journal's thread. */
    @Override
    public void onDurable(long position) {
        if (isDurableScheduled.compareAndSet(false, true)) {
            try {
                loop.execute(durable);
            } catch (RejectedExecutionException e) {
                // The loop has ended, and with it all who could be told; what is durable stays so.
                isDurableScheduled.set(false);
            }
        }
    }

    /** On the journal's thread. */
    @Override
    public void onFailed(Throwable cause) {
        onFailed.accept(cause);
    }

    /** Ends all connections with a reason and stops listening. Waits until that is done, but not on the event loop. */
    public void stop(ErrorCode code, String reason) {
        if (vmName != null) {
            Transports.unlistenInVm(vmName, endpoint);
        }
        if (serverChannel != null) {
            serverChannel.close().awaitUninterruptibly(STOP_TIMEOUT_S, TimeUnit.SECONDS);
        }
        if (core != null) {
            loop.submit(() -> core.stop(code, reason)).awaitUninterruptibly(STOP_TIMEOUT_S, TimeUnit.SECONDS);
        }
        Future<?> shutdown = group.shutdownGracefully(0, STOP_TIMEOUT_S, TimeUnit.SECONDS);
        shutdown.awaitUninterruptibly(STOP_TIMEOUT_S, TimeUnit.SECONDS);
    }
}
