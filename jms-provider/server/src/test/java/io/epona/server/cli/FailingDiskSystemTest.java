package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.epona.jms.EponaConnectionFactory;
import io.epona.jms.EponaXAConnectionFactory;
import io.epona.protocol.BranchXid;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.ResourceAllocationRuntimeException;
import jakarta.jms.TransactionRolledBackRuntimeException;
import jakarta.jms.XAJMSContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker whose disk fills up, or fails. The disks are the operating system's own, made small or made to refuse. */
class FailingDiskSystemTest {
    private static final long TIMEOUT_MS = 20_000;
    private static final int BODY_LENGTH = 32 * 1024;
    private static final String SEGMENT_LENGTH = "4194304";

    @TempDir
    private Path directory;

    private Path disk;
    private boolean isMounted;
    private final List<String> confirmed = new ArrayList<>();

    @BeforeEach
    void makeDirectory() throws IOException {
        disk = Files.createDirectory(directory.resolve("disk"));
    }

    @AfterEach
    void unmount() throws Exception {
        if (isMounted) {
            assertEquals(0, run("umount", disk.toString()));
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private void mount(String size) throws Exception {
        isMounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", disk.toString())
                        .redirectErrorStream(true)
                        .start()
                        .waitFor()
                == 0;
        assumeTrue(isMounted, "a small disk can be made by root only");
    }

    private CliProcess start() throws IOException {
        return CliProcess.start(
                "run", "--data", disk.resolve("data").toString(), "--port", "0", "--segment-length", SEGMENT_LENGTH);
    }

    private static Queue queue(JMSContext context) {
        return context.createQueue("q");
    }

    private void send(JMSContext context) {
        String body = confirmed.size() + "x".repeat(BODY_LENGTH);
        context.createProducer().send(queue(context), body);
        confirmed.add(body);
    }

    private JMSRuntimeException sendUntilRefused(JMSContext context, int limit) {
        return assertThrows(JMSRuntimeException.class, () -> {
            for (int i = 0; i < limit; i++) {
                send(context);
            }
        });
    }

    private void awaitAccepted(JMSContext context) {
        await(
                () -> {
                    try {
                        send(context);
                        return true;
                    } catch (ResourceAllocationRuntimeException e) {
                        return false;
                    }
                },
                "an accepted send");
    }

    private static void await(BooleanSupplier condition, String what) {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadlineNs, what);
            Thread.onSpinWait();
        }
    }

    private void receive(String uri, int count) throws JMSException {
        try (JMSContext context = new EponaConnectionFactory(uri).createContext(JMSContext.SESSION_TRANSACTED)) {
            JMSConsumer consumer = context.createConsumer(queue(context));
            for (int i = 0; i < count; i++) {
                Message message = consumer.receive(TIMEOUT_MS);
                assertNotNull(message, "received=" + i);
                assertEquals(confirmed.remove(0), message.getBody(String.class));
            }
            context.commit();
        }
    }

    private void assertNoneLeft(String uri) {
        try (JMSContext context = new EponaConnectionFactory(uri).createContext()) {
            assertNull(context.createConsumer(queue(context)).receive(50));
        }
    }

    @Test
    void shouldRollBackABranchForWhichThereIsNoRoom() throws Exception {
        mount("40m");
        try (CliProcess broker = start()) {
            String uri = broker.awaitReady();
            try (JMSContext context = new EponaConnectionFactory(uri).createContext();
                    XAJMSContext branchContext = new EponaXAConnectionFactory(uri).createXAContext()) {
                XAResource resource = branchContext.getXAResource();
                BranchXid xid = BranchXid.of(7, new byte[] {1}, new byte[0]);
                resource.start(xid, XAResource.TMNOFLAGS);
                branchContext.createProducer().send(branchContext.createQueue("other"), "body");
                resource.end(xid, XAResource.TMSUCCESS);
                sendUntilRefused(context, 2_000);

                XAException refusal = assertThrows(XAException.class, () -> resource.prepare(xid));

                assertEquals(XAException.XA_RBOTHER, refusal.errorCode, refusal.getMessage());
                assertEquals(0, resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN).length);
            }
        }
    }

    @Test
    void shouldRefuseMessagesWhileTheDiskIsFullAndNothingElse() throws Exception {
        mount("40m");
        String uri;
        try (CliProcess broker = start()) {
            uri = broker.awaitReady();
            try (JMSContext context = new EponaConnectionFactory(uri).createContext()) {
                JMSRuntimeException refusal = sendUntilRefused(context, 2_000);
                assertEquals(ResourceAllocationRuntimeException.class, refusal.getClass());
                assertTrue(
                        refusal.getMessage().contains("directory=" + disk.resolve("data/journal"))
                                && refusal.getMessage().contains(" usableSpace="),
                        refusal.getMessage());
                assertTransactionRollsBack(uri);

                receive(uri, confirmed.size() / 2);
                awaitAccepted(context);

                sendUntilRefused(context, 2_000);
                assertEquals(0, run("mount", "-o", "remount,size=80m", disk.toString()));
                awaitAccepted(context);
            }
        }
        try (CliProcess broker = start()) {
            uri = broker.awaitReady();
            receive(uri, confirmed.size());
            assertNoneLeft(uri);
            assertEquals(ExitCode.OK, broker.terminate());
            assertTrue(
                    broker.err().stream().anyMatch(line -> line.contains("level=warn") && line.contains("type=tmpfs")),
                    () -> "no warning that this is no disk: " + broker.err());
        }
    }

    private static void assertTransactionRollsBack(String uri) {
        try (JMSContext context = new EponaConnectionFactory(uri).createContext(JMSContext.SESSION_TRANSACTED)) {
            context.createProducer().send(queue(context), "not to be seen");
            JMSRuntimeException e = assertThrows(JMSRuntimeException.class, context::commit);
            assertTrue(
                    e instanceof ResourceAllocationRuntimeException
                            || e instanceof TransactionRolledBackRuntimeException,
                    e::toString);
        }
    }

    @Test
    void shouldEndWhenAWriteFailsAndHaveAllThatWasConfirmed() throws Exception {
        try (CliProcess broker = start()) {
            String uri = broker.awaitReady() + "?resumeTimeoutMs=500";
            try (JMSContext context = new EponaConnectionFactory(uri).createContext()) {
                for (int i = 0; i < 20; i++) {
                    send(context);
                }
                // From now on the kernel refuses the process every write behind the first megabyte of a file.
                String pid = Long.toString(broker.pid());
                assumeTrue(run("prlimit", "--pid", pid, "--fsize=1048576:1048576") == 0, "prlimit is not there");
                sendUntilRefused(context, 200);
            }
            assertEquals(ExitCode.FAILED, broker.exitCode());
            String last = broker.err().get(broker.err().size() - 1);
            assertTrue(last.startsWith("epona: broker failed and has stopped: "), last);
        }
        try (CliProcess broker = start()) {
            String uri = broker.awaitReady();
            receive(uri, confirmed.size());
        }
    }
}
