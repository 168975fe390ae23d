package io.epona.server.proxy;

import io.epona.protocol.Protocol;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between clients and a broker and sees each frame that passes. A rule may change a frame, hold it up, or cut the
 * connection at any byte of it. Thread-safe.
 */
public final class FrameProxy implements AutoCloseable {
    /** Lets everything pass. */
    public static final Rule ALL = (isToBroker, template, frame) -> frame.limit();

    private static final int TEMPLATE_OFFSET = Protocol.LENGTH_PREFIX + Short.BYTES;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile int brokerPort;
    private volatile Rule rule = ALL;
    private volatile boolean isClosed;

    /** What becomes of a frame; called on the thread of its connection and direction. */
    @FunctionalInterface
    public interface Rule {
        /**
         * Decides about one frame.
         *
         * @param frame with its length, from 0 to its limit; may be changed
         * @return how many bytes of it pass; unless that is all, the connection is cut behind them
         */
        int pass(boolean isToBroker, int template, ByteBuffer frame);
    }

    public FrameProxy(int brokerPort) throws IOException {
        this.brokerPort = brokerPort;
        start(this::accept);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "frame-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    public String uri() {
        return "epona://127.0.0.1:" + server.getLocalPort();
    }

    /** Where connections lead from now on. */
    public void leadTo(int port) {
        brokerPort = port;
    }

    /** What becomes of frames from now on. */
    public void rule(Rule newRule) {
        rule = newRule;
    }

    /** Cuts all connections. */
    public void cut() {
        open.forEach(FrameProxy::close);
    }

    private void accept() {
        while (!isClosed) {
            try {
                connect(server.accept());
            } catch (IOException e) {
                // The proxy has been closed, which ends the loop, or there is no broker at this moment.
                continue;
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket broker;
        try {
            broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
        } catch (IOException e) {
            close(client);
            throw e;
        }
        client.setTcpNoDelay(true);
        broker.setTcpNoDelay(true);
        open.add(client);
        open.add(broker);
        start(() -> pump(client, broker, true));
        start(() -> pump(broker, client, false));
    }

    private void pump(Socket from, Socket to, boolean isToBroker) {
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(from.getInputStream()));
            boolean isWhole = true;
            while (isWhole) {
                ByteBuffer frame = read(in);
                int length = rule.pass(isToBroker, Short.toUnsignedInt(frame.getShort(TEMPLATE_OFFSET)), frame);
                to.getOutputStream().write(frame.array(), 0, length);
                isWhole = length == frame.limit();
            }
        } catch (IOException e) {
            // One side has gone, and the other is to go as well.
            isClosed |= server.isClosed();
        } finally {
            end(from);
            end(to);
        }
    }

    private static ByteBuffer read(DataInputStream in) throws IOException {
        int length = Integer.reverseBytes(in.readInt());
        ByteBuffer frame = ByteBuffer.allocate(Protocol.LENGTH_PREFIX + length).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(0, length);
        in.readFully(frame.array(), Protocol.LENGTH_PREFIX, length);
        return frame;
    }

    private void end(Socket socket) {
        open.remove(socket);
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        isClosed = true;
        server.close();
        cut();
    }
}
