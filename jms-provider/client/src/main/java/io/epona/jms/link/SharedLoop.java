package io.epona.jms.link;

import io.epona.protocol.transport.Transports;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.TimeUnit;

/** The event loop that all connections of this process share; it lives as long as one of them does. Thread-safe. */
final class SharedLoop {
    private static final SharedLoop INSTANCE = new SharedLoop();
    private static final long SHUTDOWN_TIMEOUT_MS = 2_000;

    private EventLoopGroup group;
    private int userCount;

    private SharedLoop() {}

    static SharedLoop instance() {
        return INSTANCE;
    }

    synchronized EventLoop acquire() {
        if (userCount++ == 0) {
            group = Transports.newEventLoop("epona-client");
        }
        return group.next();
    }

    /** To be called once for each acquire; what was handed to the loop before is still done. */
    synchronized void release() {
        if (--userCount == 0) {
            group.shutdownGracefully(0, SHUTDOWN_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            group = null;
        }
    }
}
