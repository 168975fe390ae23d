package io.epona.perf.provider;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/**
 * Finds a port for a broker. It is below the range from which systems take the local ports of outgoing connections: one that
 * polls a port of that range can be connected to itself.
 */
final class FreePort {
    private static final int FIRST = 20_000;
    private static final int LIMIT = 32_000;
    private static final int ATTEMPT_LIMIT = 1_000;

    private FreePort() {}

    /** @throws IOException if no port is free */
    static int find() throws IOException {
        RandomGenerator random = RandomGenerator.getDefault();
        for (int attempt = 0; attempt < ATTEMPT_LIMIT; attempt++) {
            int port = random.nextInt(FIRST, LIMIT);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException e) {
                // Taken: the next one may be free.
            }
        }
        throw new IOException("no free port found: first=" + FIRST + " limit=" + LIMIT + " attempts=" + ATTEMPT_LIMIT);
    }
}
