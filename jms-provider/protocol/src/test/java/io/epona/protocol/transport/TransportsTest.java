package io.epona.protocol.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Frames arrive whole and in order, over sockets and within the JVM. */
class TransportsTest {
    private static final int TIMEOUT_S = 10;

    private final EventLoopGroup serverLoop = Transports.newServerLoop("test-server");
    private final EventLoopGroup clientLoop = Transports.newClientLoop("test-client");

    @AfterEach
    void stop() {
        serverLoop.shutdownGracefully(0, TIMEOUT_S, TimeUnit.SECONDS).awaitUninterruptibly();
        clientLoop.shutdownGracefully(0, TIMEOUT_S, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = {"amd64", "aarch64"})
    void shouldHaveTheNativeTransportOfLinux() {
        assertTrue(Epoll.isAvailable(), () -> "native library: " + Epoll.unavailabilityCause());
    }

    /** Keeps what it hears. */
    private static final class Recorder implements FrameListener {
        private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();
        private final CountDownLatch closed = new CountDownLatch(1);
        private final AtomicReference<FrameLink> link = new AtomicReference<>();
        private final CountDownLatch linked = new CountDownLatch(1);

        FrameListener on(FrameLink newLink) {
            link.set(newLink);
            linked.countDown();
            return this;
        }

        FrameLink link() throws InterruptedException {
            assertTrue(linked.await(TIMEOUT_S, TimeUnit.SECONDS));
            return link.get();
        }

        byte[] frame() throws InterruptedException {
            byte[] frame = frames.poll(TIMEOUT_S, TimeUnit.SECONDS);
            assertNotNull(frame, "no frame came in time");
            return frame;
        }

        @Override
        public void onFrame(DirectBuffer buffer, int offset, int length) {
            byte[] frame = new byte[length];
            buffer.getBytes(offset, frame);
            frames.add(frame);
        }

        @Override
        public void onFramesEnd() {
            // Nothing is kept back until then.
        }

        @Override
        public void onMalformed(ErrorCode code, String reason) {
            refusals.add(code + " " + reason);
            link.get().close();
        }

        @Override
        public void onWritabilityChanged() {
            // The tests write little.
        }

        @Override
        public void onClosed() {
            closed.countDown();
        }
    }

    private static byte[] frame(int length, int seed) {
        byte[] frame = new byte[length];
        for (int i = 0; i < length; i++) {
            frame[i] = (byte) (seed + i);
        }
        return frame;
    }

    private static void write(FrameLink link, byte[]... frames) {
        FrameBuffer buffer = new FrameBuffer();
        for (byte[] frame : frames) {
            MutableDirectBuffer memory = buffer.begin(frame.length);
            memory.putBytes(buffer.offset(), frame);
            buffer.end(frame.length);
        }
        buffer.writeTo(link);
        assertTrue(buffer.isEmpty());
        assertEquals(0, buffer.length());
    }

    private static void writeHere(FrameLink link, byte[]... frames) {
        FrameBuffer buffer = new FrameBuffer();
        for (byte[] frame : frames) {
            MutableDirectBuffer memory = buffer.begin(frame.length);
            memory.putBytes(buffer.offset(), frame);
            buffer.end(frame.length);
        }
        if (!buffer.writeHere(link)) {
            buffer.writeTo(link);
        }
        assertEquals(0, buffer.length());
    }

    private void exchange(Recorder server, Recorder client) throws InterruptedException {
        FrameLink toServer = client.link();
        FrameLink toClient = server.link();
        toServer.setMaxFrameLength(1 << 20);
        clientLoop.submit(() -> toServer.setMaxFrameLength(1 << 20)).awaitUninterruptibly();
        serverLoop.submit(() -> toClient.setMaxFrameLength(1 << 20)).awaitUninterruptibly();
        int[] lengths = {8, 9, 4096, 65_536, 8, 300_000, 100};
        byte[][] frames = new byte[lengths.length][];
        for (int i = 0; i < lengths.length; i++) {
            frames[i] = frame(lengths[i], i);
        }
        write(toServer, frames);
        write(toClient, frames[0], frames[5]);
        for (byte[] sent : frames) {
            assertArrayEquals(sent, server.frame());
        }
        assertArrayEquals(frames[0], client.frame());
        assertArrayEquals(frames[5], client.frame());
        assertTrue(toServer.isWritable());
        writeHere(toServer, frames[1], frames[3]);
        assertArrayEquals(frames[1], server.frame());
        assertArrayEquals(frames[3], server.frame());
        toServer.close();
        assertTrue(server.closed.await(TIMEOUT_S, TimeUnit.SECONDS));
        assertTrue(client.closed.await(TIMEOUT_S, TimeUnit.SECONDS));
    }

    @Test
    void shouldCarryFramesOverTcp() throws Exception {
        Recorder server = new Recorder();
        Recorder client = new Recorder();
        Channel channel = listen(server);
        Transports.connect(
                        (InetSocketAddress) channel.localAddress(),
                        5000,
                        new Transports.Endpoint(clientLoop.next(), client::on))
                .sync();

        exchange(server, client);

        channel.close().sync();
    }

    private Channel listen(Recorder server) throws InterruptedException {
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", 0);
        return Transports.listen(address, new Transports.Endpoint(serverLoop.next(), server::on))
                .sync()
                .channel();
    }

    @Test
    void shouldCarryFramesWithinTheJvm() throws Exception {
        Recorder server = new Recorder();
        Recorder client = new Recorder();
        Transports.Endpoint endpoint = new Transports.Endpoint(serverLoop.next(), server::on);
        assertTrue(Transports.listenInVm("transports-test", endpoint));
        assertFalse(Transports.listenInVm("transports-test", endpoint), "the name is taken");
        Transports.connectInVm("transports-test", new Transports.Endpoint(clientLoop.next(), client::on))
                .sync();

        exchange(server, client);

        Transports.unlistenInVm("transports-test", endpoint);
        assertFalse(Transports.connectInVm("transports-test", endpoint).isSuccess());
    }

    @Test
    void shouldPutFramesTogetherHoweverTheyAreCut() throws Exception {
        Recorder server = new Recorder();
        Channel channel = listen(server);
        byte[] frame = frame(100, 1);
        byte[] bytes = ByteBuffer.allocate(2 * (Protocol.LENGTH_PREFIX + frame.length))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(frame.length)
                .put(frame)
                .putInt(frame.length)
                .put(frame)
                .array();
        for (int cut = 1; cut < bytes.length; cut++) {
            try (Socket socket = open(channel)) {
                OutputStream out = socket.getOutputStream();
                out.write(bytes, 0, cut);
                out.flush();
                out.write(bytes, cut, bytes.length - cut);
                assertArrayEquals(frame, server.frame());
                assertArrayEquals(frame, server.frame());
            }
        }
        channel.close().sync();
    }

    @Test
    void shouldRefuseALengthThatIsNotAllowed() throws Exception {
        Recorder server = new Recorder();
        Channel channel = listen(server);
        for (int length : new int[] {Integer.MIN_VALUE, 7, Protocol.MAX_HANDSHAKE_FRAME_LENGTH + 1}) {
            try (Socket socket = open(channel)) {
                byte[] prefix = ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(length)
                        .array();
                socket.getOutputStream().write(prefix);
                String refusal = server.refusals.poll(TIMEOUT_S, TimeUnit.SECONDS);
                assertTrue(refusal.contains("length=" + length), refusal);
                assertEquals(-1, socket.getInputStream().read(), "the link is closed");
            }
        }
        channel.close().sync();
    }

    private static Socket open(Channel channel) throws IOException {
        InetSocketAddress address = (InetSocketAddress) channel.localAddress();
        return new Socket(address.getAddress(), address.getPort());
    }
}
