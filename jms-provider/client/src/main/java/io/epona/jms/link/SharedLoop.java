package io.epona.jms.link;

import io.epona.protocol.transport.Transports;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.TimeUnit;

/** The event loop that all connections of this process share; it lives as long as one of them does. Thread-safe. */
final class SharedLoop {
    private static final SharedLoop INSTANCE = new SharedLoop();
    /** A broker in this JVM may still hand something over to a loop whose connections have just ended. */
    private static final long QUIET_MS = 200;

    private static final long SHUTDOWN_TIMEOUT_MS = 2_000;

    private EventLoopGroup group;
    private int userCount;

    private SharedLoop() {}

    static SharedLoop instance() {
        return INSTANCE;
    }

    synchronized EventLoop acquire() {
        if (userCount++ == 0) {
            group = Transports.newClientLoop("epona-client");
        }
        return group.next();
    }

    /** To be called once for each acquire, when nothing is connected any more. */
    synchronized void release() {
        if (--userCount == 0) {
            group.shutdownGracefully(QUIET_MS, SHUTDOWN_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            group = null;
        }
    }
}
