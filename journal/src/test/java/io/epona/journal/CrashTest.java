package io.epona.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Crashes a journal at random moments, again and again, on a disk that loses and reorders what was not forced. */
class CrashTest {
    private static final int SEED_COUNT = 400;
    private static final int CRASHES_PER_SEED = 4;

    /** At level OS a power loss may take whatever was written since the journal was opened, but opens it must. */
    @ParameterizedTest
    @EnumSource
    void shouldKeepWhatIsDurableThroughAnyCrash(DurabilityLevel level) throws Exception {
        long firstSeed = System.nanoTime();
        for (long seed = firstSeed; seed < firstSeed + SEED_COUNT; seed++) {
            try {
                crashOverAndOver(new Random(seed), level);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("failed: seed=" + seed, e);
            }
        }
    }

    private static void crashOverAndOver(Random random, DurabilityLevel level) throws Exception {
        SimulatedDisk disk = new SimulatedDisk();
        List<Entry> durable = new ArrayList<>();
        List<Entry> before = new ArrayList<>();
        List<Long> groupEnds = new ArrayList<>(List.of(0L));
        for (int crash = 0; crash < CRASHES_PER_SEED; crash++) {
            AtomicLong durablePosition = new AtomicLong();
            TestJournal[] journal = new TestJournal[1];
            disk.takeImageAt(
                    random.nextInt(60),
                    new Random(random.nextLong()),
                    () -> durablePosition.set(
                            journal[0] == null ? 0 : journal[0].journal().durablePosition()));
            journal[0] =
                    TestJournal.open(disk, TestJournal.config().level(level).build());
            assertIsPrefix(journal[0].recovered, before, durable, groupEnds);
            List<Entry> recovered = List.copyOf(journal[0].recovered);
            appendGroups(journal[0], random, groupEnds);
            SimulatedDisk next = disk.image();
            journal[0].close();

            before = journal[0].all();
            long position = level == DurabilityLevel.FSYNC ? durablePosition.get() : 0;
            durable = before.stream()
                    .filter(entry -> entry.position() < position || recovered.contains(entry))
                    .toList();
            disk = next;
        }
    }

    private static void appendGroups(TestJournal journal, Random random, List<Long> groupEnds) {
        int groups = random.nextInt(40);
        groupEnds.removeIf(end -> end > journal.journal().appendPosition());
        for (int i = 0; i < groups; i++) {
            int[] lengths = new int[1 + random.nextInt(random.nextInt(4) + 1)];
            for (int j = 0; j < lengths.length; j++) {
                lengths[j] = random.nextInt(random.nextInt(8) == 0 ? 60_000 : 600);
            }
            journal.appendGroup(lengths);
            groupEnds.add(journal.journal().appendPosition());
            switch (random.nextInt(4)) {
                case 0 -> journal.journal().flush(DurabilityLevel.FSYNC);
                case 1 -> journal.flushAndAwait();
                case 2 -> journal.journal().flushHere(DurabilityLevel.FSYNC);
                default -> {}
            }
        }
    }

    private static void assertIsPrefix(
            List<Entry> recovered, List<Entry> before, List<Entry> durable, List<Long> groupEnds) {
        assertTrue(recovered.size() <= before.size(), "more than was appended");
        assertEquals(before.subList(0, recovered.size()), recovered);
        assertTrue(
                recovered.size() >= durable.size(), "lost: durable=" + durable.size() + " found=" + recovered.size());
        if (!recovered.isEmpty()) {
            Entry last = recovered.get(recovered.size() - 1);
            long end = last.position() + RecordFormat.recordLength(last.body().capacity());
            assertTrue(groupEnds.contains(end), "part of a group: end=" + end);
        }
    }
}
