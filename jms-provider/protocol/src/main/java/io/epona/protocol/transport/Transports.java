package io.epona.protocol.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.lang.reflect.Method;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/** Event loops, and the making of links over them. Thread-safe. */
public final class Transports {
    private static final boolean USES_EPOLL = isNativeAccessSilent() && Epoll.isAvailable();
    private static final ConcurrentMap<String, Endpoint> VM_ENDPOINTS = new ConcurrentHashMap<>();
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(256 * 1024, 1024 * 1024);
    private static final int BACKLOG = 4096;

    private Transports() {}

    /** A side of a link: the event loop it lives on, and what makes a listener for each link. */
    public record Endpoint(EventLoop loop, Function<FrameLink, FrameListener> listeners) {}

    /** From JDK 24 on, loading a native library without leave prints a warning; then the JDK's own sockets are used. */
    private static boolean isNativeAccessSilent() {
        if (Runtime.version().feature() < 24) {
            return true;
        }
        try {
            Method isEnabled = Module.class.getMethod("isNativeAccessEnabled");
            return (Boolean) isEnabled.invoke(Epoll.class.getModule());
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** Makes an event loop to listen on, with a daemon thread of this name. The caller shuts it down. */
    public static EventLoopGroup newServerLoop(String threadName) {
        return newLoop(threadName, USES_EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    /** Makes an event loop to connect from, with a daemon thread of this name. The caller shuts it down. */
    public static EventLoopGroup newClientLoop(String threadName) {
        return newLoop(threadName, NioIoHandler.newFactory());
    }

    private static EventLoopGroup newLoop(String threadName, IoHandlerFactory handlers) {
        return new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(threadName, true), handlers);
    }

    /** Accepts connections on a TCP address. The future fails if the address cannot be bound. */
    public static ChannelFuture listen(InetSocketAddress address, Endpoint endpoint) {
        return new ServerBootstrap()
                .group(endpoint.loop())
                .channel(USES_EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(new LinkInitializer(endpoint.listeners()))
                .bind(address);
    }

    /** Connects to a TCP address. The listener is made once the connection stands; the future fails if it never does. */
    public static ChannelFuture connect(InetSocketAddress address, int timeoutMs, Endpoint endpoint) {
        return new Bootstrap()
                .group(endpoint.loop())
                .channelFactory(ClientChannel::new)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMs)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .handler(new LinkInitializer(endpoint.listeners()))
                .connect(address);
    }

    /**
     * Accepts connections from within this JVM.
     *
     * @return false if the name is taken
     */
    public static boolean listenInVm(String name, Endpoint endpoint) {
        return VM_ENDPOINTS.putIfAbsent(name, endpoint) == null;
    }

    /** Accepts no further connections from within this JVM. */
    public static void unlistenInVm(String name, Endpoint endpoint) {
        VM_ENDPOINTS.remove(name, endpoint);
    }

    /** Connects to a broker within this JVM. The future fails if there is none of this name. */
    public static Future<Void> connectInVm(String name, Endpoint endpoint) {
        Endpoint accepting = VM_ENDPOINTS.get(name);
        if (accepting == null) {
            return endpoint.loop()
                    .newFailedFuture(new ConnectException("no broker of this name in this JVM: vm://" + name));
        }
        VmLink.connect(name, accepting, endpoint);
        return endpoint.loop().newSucceededFuture(null);
    }

    private static final class LinkInitializer extends ChannelInitializer<Channel> {
        private final Function<FrameLink, FrameListener> listeners;

        LinkInitializer(Function<FrameLink, FrameListener> listeners) {
            this.listeners = listeners;
        }

        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline().addLast(new TcpLink(listeners));
        }
    }
}
