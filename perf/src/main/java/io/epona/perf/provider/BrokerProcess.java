package io.epona.perf.provider;

import io.epona.perf.machine.ProcessUsage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A broker in a process of its own, which ends with this one. Used by one thread. */
public final class BrokerProcess implements AutoCloseable {
    private static final long START_LIMIT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long STOP_LIMIT_S = 20;
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int CONNECT_LIMIT_MS = 1_000;
    private static final int LOG_LINES = 5;

    private final Preset preset;
    private final Launch launch;
    private final Process process;
    private final Path log;
    private final FactorySpec factory;
    private double readyMs;

    private BrokerProcess(Preset preset, Launch launch, Process process, Path log, FactorySpec factory) {
        this.preset = preset;
        this.launch = launch;
        this.process = process;
        this.log = log;
        this.factory = factory;
    }

    /**
     * Starts an empty broker and waits until a client can connect.
     *
     * @param directory an empty directory for its files
     * @throws ProviderException with the end of its output, if it does not start
     */
    public static BrokerProcess start(Preset preset, Path directory) throws ProviderException, IOException {
        int port = FreePort.find();
        Launch launch = preset.launch(directory, port);
        Path log = directory.resolve("broker.log");
        // Made first, so that the time to connect is the broker's and not that of loading the client.
        FactorySpec factory = preset.factory(preset.url(port));
        ConnectionFactory connections = factory.create();
        long startNs = System.nanoTime();
        Process process = new ProcessBuilder(launch.command())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        BrokerProcess broker = new BrokerProcess(preset, launch, process, log, factory);
        try {
            broker.awaitPort(port, startNs + START_LIMIT_NS);
            broker.awaitConnection(connections, startNs + START_LIMIT_NS);
            broker.readyMs = (System.nanoTime() - startNs) / 1e6;
            return broker;
        } catch (ProviderException | RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    private void awaitPort(int port, long limitNs) throws ProviderException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(address, CONNECT_LIMIT_MS);
                return;
            } catch (IOException e) {
                pause(limitNs, e);
            }
        }
    }

    private void awaitConnection(ConnectionFactory connections, long limitNs) throws ProviderException {
        while (true) {
            try {
                Connection connection = connections.createConnection();
                connection.start();
                connection.close();
                return;
            } catch (JMSException e) {
                pause(limitNs, e);
            }
        }
    }

    private void pause(long limitNs, Exception last) throws ProviderException {
        if (!process.isAlive() || System.nanoTime() - limitNs >= 0) {
            throw new ProviderException(
                    "broker did not start: provider=" + preset.name() + " alive=" + process.isAlive() + " last=" + last
                            + " output=" + lastOutput(),
                    last);
        }
        LockSupport.parkNanos(POLL_NS);
    }

    private String lastOutput() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "not readable: " + e.getMessage();
        }
    }

    /** Milliseconds from the start of the process until a client had connected. */
    public double readyMs() {
        return readyMs;
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** How to connect to it. */
    public FactorySpec factory() {
        return factory;
    }

    /** What it has used so far. */
    public ProcessUsage usage() throws IOException {
        return ProcessUsage.of(process.pid());
    }

    /** What was started, for the result file. */
    public Map<String, Object> describe() {
        Map<String, Object> map = new LinkedHashMap<>(factory.describe());
        map.put("preset", preset.name());
        map.put("description", preset.description());
        map.put("settings", launch.settings());
        return map;
    }

    /** Stops it; the process has ended on return. */
    @Override
    public void close() {
        // Through the handle, because the process's own method also closes the streams.
        process.toHandle().destroy();
        try {
            if (!process.waitFor(STOP_LIMIT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
