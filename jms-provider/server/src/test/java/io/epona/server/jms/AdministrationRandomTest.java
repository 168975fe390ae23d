package io.epona.server.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.epona.broker.EponaBroker;
import io.epona.jms.EponaConnectionFactory;
import io.epona.jms.admin.DestinationInfo;
import io.epona.jms.admin.EponaAdmin;
import io.epona.protocol.Durability;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Queues are filled, emptied, moved, deleted and created again while the log is reclaimed, and the broker starts from the log
 * or from a checkpoint: what is in them is always what a model says.
 */
class AdministrationRandomTest {
    private static final int SEGMENT_LENGTH = 64 * 1024;
    private static final int STEPS = 250;
    private static final int MAX_MESSAGES = 40;
    private static final String FILLER = "x".repeat(1_500);

    @TempDir
    Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Map<String, List<Integer>> model = new TreeMap<>();
    private EponaBroker broker;
    private JMSContext context;
    private EponaAdmin admin;
    private int lastIndex;

    private void start() throws Exception {
        broker = EponaBroker.builder()
                .dataDirectory(directory)
                .withoutTcp()
                .vmName("administration-random")
                .durability(Durability.OS)
                .journal(journal -> journal.segmentLength(SEGMENT_LENGTH).spareSegments(1))
                .start();
        context = new EponaConnectionFactory(broker.vmUri()).createContext(JMSContext.SESSION_TRANSACTED);
        admin = EponaAdmin.connect(broker.vmUri());
    }

    private void stop() {
        admin.close();
        context.close();
        broker.close();
        broker.failure().ifPresent(failure -> {
            throw new AssertionError("broker failed: seed=" + seed, failure);
        });
    }

    @Test
    void shouldHaveWhatTheModelHas() throws Exception {
        start();
        for (int step = 0; step < STEPS; step++) {
            act("q" + random.nextInt(4), "q" + random.nextInt(4));
            if (random.nextInt(25) == 0) {
                check();
                stop();
                if (random.nextBoolean()) {
                    Files.deleteIfExists(directory.resolve("journal").resolve("checkpoint.epc"));
                }
                start();
                check();
            }
        }
        check();
        stop();
    }

    private void act(String queue, String other) throws Exception {
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> send(queue);
            case 4 -> purge(queue);
            case 5 -> delete(queue);
            case 6 -> {
                admin.createQueue(queue);
                model.putIfAbsent(queue, new ArrayList<>());
            }
            default -> {
                if (!queue.equals(other) && model.containsKey(queue) && model.containsKey(other)) {
                    move(queue, other);
                }
            }
        }
    }

    private void send(String queue) {
        List<Integer> messages = model.computeIfAbsent(queue, name -> new ArrayList<>());
        int count = 1 + random.nextInt(MAX_MESSAGES);
        for (int i = 0; i < count; i++) {
            int index = ++lastIndex;
            context.createProducer()
                    .setProperty("index", index)
                    .setProperty("isOdd", index % 2 == 1)
                    .send(context.createQueue(queue), FILLER);
            messages.add(index);
        }
        context.commit();
    }

    private void purge(String queue) throws Exception {
        List<Integer> messages = model.get(queue);
        if (messages != null) {
            long expected = messages.stream().filter(index -> index % 2 == 1).count();
            assertEquals(
                    expected,
                    admin.purge(queue, "isOdd", EponaAdmin.NO_LIMIT, done -> {}).count(),
                    this::seed);
            messages.removeIf(index -> index % 2 == 1);
        }
    }

    private void delete(String queue) throws Exception {
        List<Integer> messages = model.remove(queue);
        if (messages == null) {
            assertNull(admin.queue(queue), this::seed);
        } else {
            assertEquals(messages.size(), admin.deleteQueue(queue, true), this::seed);
        }
    }

    private void move(String from, String to) throws Exception {
        int limit = 1 + random.nextInt(MAX_MESSAGES);
        List<Integer> source = model.get(from);
        List<Integer> moved = new ArrayList<>(source.subList(0, Math.min(limit, source.size())));
        assertEquals(moved.size(), admin.move(from, to, "", limit, done -> {}).count(), this::seed);
        source.subList(0, moved.size()).clear();
        model.get(to).addAll(moved);
    }

    private void check() throws Exception {
        List<DestinationInfo> infos = admin.destinations("");
        assertEquals(
                List.copyOf(model.keySet()),
                infos.stream().map(DestinationInfo::name).toList(),
                this::seed);
        for (DestinationInfo info : infos) {
            assertEquals(model.get(info.name()).size(), info.messages(), this::seed);
            List<Integer> actual = new ArrayList<>();
            try (QueueBrowser browser = context.createBrowser(context.createQueue(info.name()))) {
                Enumeration<?> messages = browser.getEnumeration();
                while (messages.hasMoreElements()) {
                    actual.add(((Message) messages.nextElement()).getIntProperty("index"));
                }
            }
            assertEquals(model.get(info.name()), actual, this::seed);
        }
    }

    private String seed() {
        return "seed=" + seed;
    }
}
