package io.epona.server.demo;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.HdrHistogram.Histogram;

/** What disk and loopback can do by themselves, in nanoseconds. */
final class MachineProbe {
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final int FILE_LENGTH = 16 * 1024 * 1024;
    private static final int SYNCS = 3_000;
    private static final int ROUND_TRIPS = 20_000;
    private static final int ANSWER_LENGTH = 16;

    private MachineProbe() {}

    /** Times of overwriting a part of a file that has its length already, and syncing it. */
    static Histogram fdatasync(Path file, int length) throws IOException {
        Histogram times = new Histogram(SIGNIFICANT_DIGITS);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocateDirect(FILE_LENGTH), 0);
            channel.force(true);
            ByteBuffer bytes = ByteBuffer.allocateDirect(length);
            for (int i = 0; i < SYNCS; i++) {
                long startNs = System.nanoTime();
                channel.write(bytes.rewind(), (long) i * length % FILE_LENGTH);
                channel.force(false);
                times.recordValue(System.nanoTime() - startNs);
            }
        }
        return times;
    }

    /** Times of sending so many bytes between two threads with blocking sockets, and getting a small answer. */
    static Histogram loopback(int length) throws IOException, InterruptedException {
        Histogram times = new Histogram(SIGNIFICANT_DIGITS);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            Thread peer = new Thread(() -> answer(server, length), "loopback-peer");
            peer.start();
            client.setTcpNoDelay(true);
            OutputStream out = client.getOutputStream();
            DataInputStream in = new DataInputStream(client.getInputStream());
            byte[] question = new byte[length];
            byte[] answer = new byte[ANSWER_LENGTH];
            for (int i = 0; i < 2 * ROUND_TRIPS; i++) {
                long startNs = System.nanoTime();
                out.write(question);
                in.readFully(answer);
                if (i >= ROUND_TRIPS) {
                    times.recordValue(System.nanoTime() - startNs);
                }
            }
            client.shutdownOutput();
            peer.join();
        }
        return times;
    }

    private static void answer(ServerSocket server, int length) {
        try (Socket socket = server.accept()) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] question = new byte[length];
            while (true) {
                in.readFully(question);
                socket.getOutputStream().write(new byte[ANSWER_LENGTH]);
            }
        } catch (EOFException e) {
            // The other side has measured enough.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
