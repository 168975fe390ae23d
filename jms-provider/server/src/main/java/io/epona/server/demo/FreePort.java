package io.epona.server.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/**
 * Finds a port for a broker that is to be killed and started again on it. The port is below the range from which systems
 * take the local ports of outgoing connections: a client that tries to reconnect to a port of that range can be given
 * this very port as its own, and then holds it against the broker.
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
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no free port found: first=" + FIRST + " limit=" + LIMIT + " attempts=" + ATTEMPT_LIMIT);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
