package io.epona.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One run that rolls, reclaims, recycles and writes checkpoints, with a crash before each change of the disk, which is one
 * after the change before it as well, and at the end.
 */
class CrashPointTest {
    /** To go on with what a crash has left takes long. */
    private static final int CRASHES_PER_CONTINUATION = 20;

    private final SimulatedDisk disk = new SimulatedDisk();
    private final ModelHistory history = new ModelHistory();
    private final List<Throwable> failures = new ArrayList<>();
    private final ModelRun.Totals totals = new ModelRun.Totals();
    private volatile SegmentJournal journal;
    private int crashCount;
    private long version;

    @ParameterizedTest
    @EnumSource
    void shouldRecoverWhatIsConfirmedWhereverItCrashes(DurabilityLevel level) throws Exception {
        ModelStore store = new ModelStore(true);
        history.reset(0, new TreeMap<>());
        JournalConfig config =
                TestJournal.config().level(level).spareSegments(1).build();
        disk.beforeEachChange(this::crash);
        journal = SegmentJournal.open(config, disk, () -> {}, store, new TestJournal());
        store.attach(journal);

        for (int cycle = 0; cycle < 40; cycle++) {
            append(store, cycle);
            flush(cycle % 3 == 0 ? DurabilityLevel.OS : DurabilityLevel.FSYNC);
            store.stepCheckpoint();
            if (journal.logLength() > 3 * TestJournal.SEGMENT_LENGTH) {
                store.reclaim();
                history.add(journal.appendPosition(), store.values);
            }
        }
        journal.close();
        disk.beforeEachChange(change -> {});
        crash(Long.MAX_VALUE);

        assertTrue(failures.isEmpty(), () -> failures.size() + " of " + crashCount + ": " + failures.get(0));
        assertTrue(crashCount > 500 && totals.checkpointsRead > 50, crashCount + " " + totals);
    }

    private void append(ModelStore store, int cycle) {
        for (int i = 0; i < 6; i++) {
            version++;
            store.put(cycle * 3L % 20 + i, version, i == 5 ? 20_000 : 300, i % 2 == 1);
            if (i % 2 == 1) {
                history.add(journal.appendPosition(), store.values);
            }
        }
    }

    private void flush(DurabilityLevel level) {
        history.flush(level);
        journal.flush(level);
        long position = journal.appendPosition();
        Await.await(() -> journal.durablePosition() >= position, "durable position");
    }

    /** Recovers what several kinds of crashes would leave just now. On the thread that is about to change something. */
    private void crash(long change) {
        long confirmed = journal == null ? 0 : history.confirmedPosition(journal);
        long seed = change * 31;
        recover(new SimulatedDisk.Crash(new Random(seed), 0, 512), confirmed);
        recover(new SimulatedDisk.Crash(new Random(seed), 100, 512), confirmed);
        recover(new SimulatedDisk.Crash(new Random(seed + 1), 50, 512), confirmed);
        recover(new SimulatedDisk.Crash(new Random(seed + 2), 70, 4096), confirmed);
    }

    private void recover(SimulatedDisk.Crash crash, long confirmed) {
        crashCount++;
        ModelStore found = new ModelStore(true);
        try {
            SimulatedDisk after = disk.afterCrash(crash);
            RecoveredLog log = new Recovery(after.copy(), TestJournal.config().build(), found).run();
            log.file().close();
            history.verify(log.endPosition(), confirmed, found.values);
            if (crashCount % CRASHES_PER_CONTINUATION == 0) {
                goOn(after, crash);
            }
            totals.checkpointsRead += found.wasCheckpointRead ? 1 : 0;
        } catch (Exception | AssertionError e) {
            failures.add(new AssertionError("crash=" + crash, e));
        }
    }

    /** Appends other records, into the next segment, where the lost ones were: none of those may come back. */
    private static void goOn(SimulatedDisk after, SimulatedDisk.Crash crash) throws Exception {
        TestJournal test = TestJournal.open(after);
        test.appendGroup(20_000, 30_000);
        test.appendGroup(20_000);
        test.flushAndAwait();
        SimulatedDisk again = after.afterCrash(crash);
        test.close();
        assertEquals(test.all(), TestJournal.recover(again));
    }
}
