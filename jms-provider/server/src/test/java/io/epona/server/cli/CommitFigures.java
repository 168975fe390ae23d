package io.epona.server.cli;

import io.epona.broker.EponaBroker;
import io.epona.jms.EponaConnectionFactory;
import io.epona.jms.EponaXAConnectionFactory;
import io.epona.protocol.BranchXid;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAResource;

/**
 * Measures commits a second on a broker in this JVM, over TCP, beside what the disk can do. Arguments: an empty directory
 * on the disk in question, and seconds for each figure.
 */
final class CommitFigures {
    private static final AtomicInteger IDS = new AtomicInteger();
    private static final int BLOCK_LENGTH = 4096;

    private final String uri;
    private final long durationNs;

    private CommitFigures(String uri, long durationNs) {
        this.uri = uri;
        this.durationNs = durationNs;
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        long durationNs = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[1]));
        print("fdatasync", syncs(Files.createDirectories(directory).resolve("raw"), durationNs));
        try (EponaBroker broker = EponaBroker.builder()
                .dataDirectory(directory.resolve("data"))
                .port(0)
                .start()) {
            CommitFigures figures = new CommitFigures(broker.uri(), durationNs);
            figures.twoPhase(1);
            print("two-phase, 1 thread", figures.twoPhase(1));
            print("two-phase, 16 threads", figures.twoPhase(16));
            for (int batch : new int[] {1, 10, 100}) {
                print("local, " + batch + " messages", figures.local(batch));
            }
        }
    }

    private static void print(String what, double perSecond) {
        System.out.printf("%-24s %,10.0f/s%n", what, perSecond);
    }

    private static double syncs(Path file, long durationNs) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_LENGTH);
            return rate(durationNs, () -> {
                block.clear();
                channel.write(block, 0);
                channel.force(false);
                return null;
            });
        }
    }

    private static double rate(long durationNs, Callable<?> call) throws IOException {
        long startNs = System.nanoTime();
        long count = 0;
        try {
            while (System.nanoTime() - startNs < durationNs) {
                call.call();
                count++;
            }
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return count * 1e9 / (System.nanoTime() - startNs);
    }

    /** Each transaction consumes one message and sends another. */
    private double twoPhase(int threadCount) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(threadCount);
        try {
            List<Future<Double>> rates = new ArrayList<>();
            for (int i = 0; i < threadCount; i++) {
                String queue = "two-phase-" + i;
                rates.add(threads.submit(() -> twoPhase(queue)));
            }
            double sum = 0;
            for (Future<Double> rate : rates) {
                sum += rate.get();
            }
            return sum;
        } finally {
            threads.shutdown();
        }
    }

    private double twoPhase(String queue) throws Exception {
        try (XAConnection connection = new EponaXAConnectionFactory(uri).createXAConnection()) {
            connection.start();
            XASession session = connection.createXASession();
            XAResource resource = session.getXAResource();
            MessageProducer producer = session.createProducer(session.createQueue(queue));
            MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
            producer.send(session.createTextMessage("x".repeat(1_000)));
            return rate(durationNs, () -> {
                BranchXid xid = BranchXid.of(
                        1,
                        ByteBuffer.allocate(Integer.BYTES)
                                .putInt(IDS.incrementAndGet())
                                .array(),
                        new byte[] {1});
                resource.start(xid, XAResource.TMNOFLAGS);
                producer.send(consumer.receive());
                resource.end(xid, XAResource.TMSUCCESS);
                resource.prepare(xid);
                resource.commit(xid, false);
                return null;
            });
        }
    }

    private double local(int batch) throws Exception {
        try (Connection connection = new EponaConnectionFactory(uri).createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            MessageProducer producer = session.createProducer(session.createQueue("local-" + batch));
            return rate(durationNs, () -> {
                for (int i = 0; i < batch; i++) {
                    producer.send(session.createTextMessage("x".repeat(1_000)));
                }
                session.commit();
                return null;
            });
        }
    }
}
