package io.epona.journal;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Random;

/** Drives a {@link ModelStore} with random steps, and crashes and recovers it over and over. */
final class ModelRun {
    private static final int STEPS_PER_CRASH = 1_000;
    private static final int ID_COUNT = 60;
    private static final int LOG_LIMIT = 5 * TestJournal.SEGMENT_LENGTH;

    private final Random random;
    private final ModelHistory history = new ModelHistory();
    private final Totals totals;
    private SimulatedDisk disk = new SimulatedDisk();
    private long confirmedPosition;
    private long version;
    private boolean isCheckpointDamaged;
    private volatile SegmentJournal journal;
    private volatile long confirmedAtImage;
    private ModelStore store;

    /** How often what is meant to be tried really happened. */
    static final class Totals {
        int steps;
        int drops;
        int checkpointsRead;
        int recycled;
        int fullScans;

        @Override
        public String toString() {
            return "steps=" + steps + " drops=" + drops + " checkpointsRead=" + checkpointsRead + " recycled="
                    + recycled + " fullScans=" + fullScans;
        }
    }

    ModelRun(long seed, Totals totals) {
        random = new Random(seed);
        this.totals = totals;
        history.reset(0, new java.util.TreeMap<>());
    }

    void run(int crashes) throws Exception {
        for (int crash = 0; crash < crashes; crash++) {
            runUntilCrash();
        }
        confirmedAtImage = confirmedPosition;
        open();
        journal.close();
    }

    private void runUntilCrash() throws Exception {
        boolean isPowerLoss = random.nextInt(4) != 0;
        confirmedAtImage = confirmedPosition;
        journal = null;
        if (isPowerLoss) {
            disk.takeImageAt(random.nextInt(700), new Random(random.nextLong()), this::onImage);
        }
        open();
        int steps = isPowerLoss ? STEPS_PER_CRASH : random.nextInt(STEPS_PER_CRASH / 2);
        for (int i = 0; i < steps && !disk.hasImage(); i++) {
            step();
            totals.steps++;
        }
        SimulatedDisk next;
        if (isPowerLoss) {
            next = disk.image();
        } else {
            // The end of the process alone: all that was written is there.
            confirmedAtImage = Math.max(journal.durablePosition(), confirmedAtImage);
            next = disk.copy();
        }
        journal.close();
        confirmedPosition = confirmedAtImage;
        disk = next;
        damageCheckpoint();
    }

    private void onImage() {
        SegmentJournal current = journal;
        if (current != null) {
            confirmedAtImage = Math.max(confirmedAtImage, history.confirmedPosition(current));
        }
    }

    private void damageCheckpoint() throws Exception {
        isCheckpointDamaged = false;
        if (!disk.list().contains(CheckpointFormat.FILE)) {
            return;
        }
        switch (random.nextInt(6)) {
            case 0 -> {
                disk.delete(CheckpointFormat.FILE);
                disk.sync();
            }
            case 1 -> {
                byte[] content = disk.content(CheckpointFormat.FILE);
                content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
                disk.put(CheckpointFormat.FILE, content);
                isCheckpointDamaged = true;
            }
            default -> {}
        }
    }

    private void open() throws Exception {
        store = new ModelStore(random.nextInt(5) != 0);
        JournalConfig config = TestJournal.config()
                .level(random.nextInt(3) == 0 ? DurabilityLevel.OS : DurabilityLevel.FSYNC)
                .segmentLength(random.nextInt(6) == 0 ? 68 * 1024 : TestJournal.SEGMENT_LENGTH)
                .hotTailLength(random.nextInt(3) * 16 * 1024)
                .spareSegments(random.nextInt(4))
                .build();
        SegmentJournal opened = SegmentJournal.open(config, disk, () -> {}, store, new TestJournal());
        history.verify(opened.appendPosition(), confirmedPosition, store.values);
        history.reset(opened.appendPosition(), store.values);
        // What was recovered was synced before it was handed on.
        confirmedPosition = opened.appendPosition();
        if (!disk.hasImage()) {
            confirmedAtImage = confirmedPosition;
        }
        journal = opened;
        store.attach(opened);
        store.verifyContents();
        assertFalse(isCheckpointDamaged && store.wasCheckpointRead, "read a damaged checkpoint");
        if (store.wasCheckpointRead) {
            totals.checkpointsRead++;
        } else {
            totals.fullScans++;
        }
    }

    private void step() {
        int dice = random.nextInt(100);
        if (dice < 55) {
            appendGroup();
        } else if (dice < 80) {
            flush();
        } else if (dice < 97) {
            store.stepCheckpoint();
        } else {
            reclaim();
        }
        if (journal.logLength() > LOG_LIMIT) {
            reclaim();
        }
    }

    private void appendGroup() {
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            long id = random.nextInt(ID_COUNT);
            boolean endsGroup = i == count - 1;
            if (random.nextInt(4) == 0) {
                store.delete(id, endsGroup);
            } else {
                version++;
                store.put(id, version, random.nextInt(random.nextInt(30) == 0 ? 30_000 : 900), endsGroup);
            }
        }
        history.add(journal.appendPosition(), store.values);
    }

    private void flush() {
        DurabilityLevel level = random.nextBoolean() ? DurabilityLevel.FSYNC : DurabilityLevel.OS;
        history.flush(level);
        if (random.nextBoolean()) {
            journal.flushHere(level);
        } else {
            journal.flush(level);
        }
        if (random.nextInt(4) == 0) {
            long position = journal.appendPosition();
            Await.await(() -> journal.durablePosition() >= position, "durable position");
        }
    }

    private void reclaim() {
        if (journal.oldestEndPosition() != journal.oldestPosition()) {
            totals.drops++;
        }
        long before = journal.appendPosition();
        store.reclaim();
        if (journal.appendPosition() != before) {
            history.add(journal.appendPosition(), store.values);
        }
        totals.recycled = Math.max(totals.recycled, journal.spareCount());
    }
}
