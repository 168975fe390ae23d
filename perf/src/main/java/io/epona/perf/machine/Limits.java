package io.epona.perf.machine;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What this machine can do at best, without any broker: what a durable send cannot be quicker than. Every measurement runs
 * for about the given time after a short warm-up, on the calling thread and at most one more.
 */
public final class Limits {
    private static final int SYNC_FILE_LENGTH = 64 << 20;
    private static final int BLOCK_LENGTH = 1 << 20;
    private static final int WARM_UP = 200;
    private static final int MESSAGE_LENGTH = 1024;
    private static final long SEQUENTIAL_LIMIT = 1L << 30;
    private static final int DIGITS = 3;

    private final Path directory;
    private final long spanNs;

    /** @param directory where files are written, and deleted again */
    public Limits(Path directory, long spanMs) {
        this.directory = directory;
        spanNs = TimeUnit.MILLISECONDS.toNanos(spanMs);
    }

    private interface Step {
        void run() throws IOException;
    }

    /** Latencies of writing {@code length} bytes to a file of zeros that is long enough already, and {@code fdatasync}. */
    public Histogram sync(int length) throws IOException {
        Path file = Files.createTempFile(directory, "perf-sync", ".tmp");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_LENGTH);
            for (long position = 0; position < SYNC_FILE_LENGTH; position += BLOCK_LENGTH) {
                channel.write(block.clear(), position);
            }
            channel.force(true);
            long[] position = {0};
            return measure(() -> {
                channel.write(block.clear().limit(length), position[0]);
                channel.force(false);
                position[0] = (position[0] + length) % (SYNC_FILE_LENGTH - length);
            });
        } finally {
            Files.delete(file);
        }
    }

    /** Bytes a second of writing a file in blocks of a mebibyte, one sync at the end included. */
    public double sequentialBytesPerS() throws IOException {
        Path file = Files.createTempFile(directory, "perf-write", ".tmp");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_LENGTH);
            long startNs = System.nanoTime();
            long written = 0;
            while (System.nanoTime() - startNs < spanNs && written < SEQUENTIAL_LIMIT) {
                written += channel.write(block.clear());
            }
            channel.force(false);
            return written / ((System.nanoTime() - startNs) / 1e9);
        } finally {
            Files.delete(file);
        }
    }

    /** Latencies of sending a kibibyte over loopback TCP to a thread that answers with one; both block in reads. */
    public Histogram loopback() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 1, loopback);
                Socket near = new Socket(loopback, server.getLocalPort());
                Socket far = server.accept()) {
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            Thread echo = echo(far.getInputStream(), far.getOutputStream());
            DataInputStream in = new DataInputStream(near.getInputStream());
            DataOutputStream out = new DataOutputStream(near.getOutputStream());
            byte[] message = new byte[MESSAGE_LENGTH];
            Histogram histogram = measure(() -> {
                out.write(message);
                in.readFully(message);
            });
            near.shutdownOutput();
            join(echo);
            return histogram;
        }
    }

    /** As {@link #loopback}, over two pipes: what waking another thread and back costs by itself. */
    public Histogram pipe() throws IOException {
        Pipe there = Pipe.open();
        Pipe back = Pipe.open();
        try (Pipe.SinkChannel out = there.sink();
                Pipe.SourceChannel in = back.source()) {
            Thread echo = new Thread(() -> echo(there, back), "perf-echo");
            echo.setDaemon(true);
            echo.start();
            ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_LENGTH);
            Histogram histogram = measure(() -> {
                out.write(message.clear());
                message.clear();
                while (message.hasRemaining()) {
                    if (in.read(message) < 0) {
                        throw new EOFException("echo ended");
                    }
                }
            });
            there.sink().close();
            join(echo);
            return histogram;
        }
    }

    private Histogram measure(Step step) throws IOException {
        for (int i = 0; i < WARM_UP; i++) {
            step.run();
        }
        Histogram histogram = new Histogram(DIGITS);
        long endNs = System.nanoTime() + spanNs;
        long beforeNs = System.nanoTime();
        while (beforeNs - endNs < 0) {
            step.run();
            long nowNs = System.nanoTime();
            histogram.recordValue(nowNs - beforeNs);
            beforeNs = nowNs;
        }
        return histogram;
    }

    private static Thread echo(InputStream in, OutputStream out) {
        Thread thread = new Thread(
                () -> {
                    byte[] message = new byte[MESSAGE_LENGTH];
                    try {
                        while (in.readNBytes(message, 0, MESSAGE_LENGTH) == MESSAGE_LENGTH) {
                            out.write(message);
                        }
                    } catch (IOException e) {
                        // The other side has seen the same and says so.
                    }
                },
                "perf-echo");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void echo(Pipe there, Pipe back) {
        try (Pipe.SourceChannel in = there.source();
                Pipe.SinkChannel out = back.sink()) {
            ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_LENGTH);
            while (in.read(message) >= 0) {
                if (!message.hasRemaining()) {
                    out.write(message.flip());
                    message.clear();
                }
            }
        } catch (IOException e) {
            // The other side has seen the same and says so.
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
