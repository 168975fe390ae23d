package io.epona.server.cli;

import io.epona.server.cli.StopPoint.Call;
import io.epona.server.cli.StopPoint.Side;
import io.epona.server.cli.StopPoint.When;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Moves of a message and a row together, in each of which the broker, the process that moves with its transaction manager,
 * or both are killed at a named point: before a call of one of the two resources, after it, or when the broker has done it
 * and its answer is under way. After recovery each move is on both sides or on neither, as the point demands.
 *
 * <p>{@code -Depona.matrix.rounds=N} goes through all points so often, from the second time on in another order each;
 * {@code -Depona.matrix.point=BROKER-COMMIT-AFTER} stops at one only, and {@code -Depona.seed=…} repeats the orders.
 */
class TransferMatrixSystemTest {
    private static final int ROUNDS = Integer.getInteger("epona.matrix.rounds", 1);
    private static final String POINT = System.getProperty("epona.matrix.point");
    private static final long SEED = Long.getLong("epona.seed", System.nanoTime());

    @TempDir
    private Path directory;

    /** Who is killed. */
    enum Victim {
        BROKER,
        MOVER,
        BOTH;

        boolean isBroker() {
            return this != MOVER;
        }

        boolean isMover() {
            return this != BROKER;
        }
    }

    static List<StopPoint> points() {
        List<StopPoint> points = new ArrayList<>();
        for (Side side : Side.values()) {
            for (Call call : Call.values()) {
                for (When when : When.values()) {
                    StopPoint point = new StopPoint(side, call, when);
                    boolean isSeen = call != Call.FORGET && (when != When.UNANSWERED || side == Side.BROKER);
                    if (isSeen && (POINT == null || POINT.equals(point.toString()))) {
                        points.add(point);
                    }
                }
            }
        }
        return points;
    }

    @Test
    void shouldHaveEachMoveOnBothSidesOrOnNeither() throws Exception {
        ExecutorService lanes = Executors.newFixedThreadPool(Victim.values().length);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (Victim victim : Victim.values()) {
                ends.add(lanes.submit(() -> {
                    goThroughAll(victim);
                    return null;
                }));
            }
            for (Future<?> each : ends) {
                each.get();
            }
        } finally {
            lanes.shutdownNow();
        }
    }

    private void goThroughAll(Victim victim) throws Exception {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            List<StopPoint> points = points();
            if (round > 0) {
                Collections.shuffle(points, random);
            }
            String name = "seed=" + SEED + " round=" + round + " victim=" + victim;
            System.out.println(name);
            Path place = Files.createDirectory(directory.resolve(victim + "-" + round));
            try (TransferRig rig = new TransferRig(place)) {
                new TransferLane(rig, victim, points, name).goThrough();
            }
        }
    }
}
