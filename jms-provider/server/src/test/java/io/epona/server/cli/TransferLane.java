package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.server.cli.StopPoint.Call;
import io.epona.server.cli.StopPoint.When;
import io.epona.server.proxy.FrameProxy;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** One move for each of some points, at which the same victim is killed every time. */
final class TransferLane {
    private final TransferRig rig;
    private final TransferMatrixSystemTest.Victim victim;
    private final List<StopPoint> points;
    private final String name;
    /** One more than there are points, since the last move, too, may be undone. */
    private final int messageCount;

    private int movedCount;

    TransferLane(TransferRig rig, TransferMatrixSystemTest.Victim victim, List<StopPoint> points, String name) {
        this.rig = rig;
        this.victim = victim;
        this.points = points;
        this.name = name;
        this.messageCount = points.size() + 1;
    }

    void goThrough() throws Exception {
        rig.fill(messageCount);
        rig.startMover();
        for (int i = 0; i < points.size(); i++) {
            String what = name + " point=" + points.get(i);
            try {
                moveAndKill(i, points.get(i), what);
                check(i, what);
            } catch (Exception | AssertionError e) {
                throw new AssertionError(what, e);
            }
        }
        checkEnd();
    }

    private void moveAndKill(int number, StopPoint point, String what) throws Exception {
        boolean isUnanswered = point.when() == When.UNANSWERED;
        AnswerWatch watch = new AnswerWatch(point.call());
        if (isUnanswered) {
            rig.proxy().rule(watch);
        }
        rig.mover().writeLine("move " + number + " " + point);
        if (isUnanswered) {
            watch.awaitAnswer();
        } else {
            rig.mover().awaitLineFrom("at " + number);
        }
        kill(watch);
        if (!victim.isMover() && !isUnanswered) {
            rig.mover().writeLine("go");
        }
        restart();
        finish(number, point, what);
    }

    private void kill(AnswerWatch watch) {
        if (victim.isMover()) {
            rig.killMover();
        }
        if (victim.isBroker()) {
            rig.killBroker();
        }
        watch.release();
        rig.proxy().rule(FrameProxy.ALL);
    }

    private void restart() throws Exception {
        if (victim.isBroker()) {
            rig.startBroker();
        }
        if (victim.isMover()) {
            rig.startMover();
        }
    }

    /** A transaction manager that lives brings its transaction to the end, whatever the broker has been through. */
    private void finish(int number, StopPoint point, String what) throws Exception {
        boolean isMoved = !point.call().isRollback() && (!victim.isMover() || point.call() == Call.COMMIT);
        if (!victim.isMover()) {
            String outcome = rig.mover().awaitLineFrom("done " + number + " ");
            assertEquals(isMoved ? TransferProcess.MOVED : "undone", outcome, what);
        }
        movedCount += isMoved ? 1 : 0;
    }

    private void check(int number, String what) throws Exception {
        rig.mover().writeLine("check " + number);
        String line = rig.mover().awaitLineFrom("rows " + number + " ");
        List<String> rows = line.isEmpty() ? List.of() : List.of(line.split(","));
        List<String> moved = rig.browse(Mover.OUT);
        assertEquals(rows, moved, what);
        assertEquals(movedCount, moved.size(), what);
        checkAll(moved, rig.browse(Mover.IN), what);
    }

    private void checkAll(List<String> moved, List<String> left, String what) {
        TreeSet<String> all = new TreeSet<>(moved);
        all.addAll(left);
        assertEquals(
                IntStream.range(0, messageCount)
                        .mapToObj(i -> String.format("%04d", i))
                        .toList(),
                List.copyOf(all),
                what);
        assertEquals(messageCount, moved.size() + left.size(), () -> what + ": moved and still there");
    }

    private void checkEnd() throws Exception {
        CliProcess list = CliProcess.run("", "tx", "list", "--url", rig.brokerUri());
        assertEquals(0, list.exitCode(), name);
        assertTrue(
                list.out().stream().noneMatch(line -> line.contains("PREPARED") || line.contains("HEURISTIC")),
                () -> name + " listed=" + list.out());
        rig.killMover();
        List<String> moved = rig.drain(Mover.OUT, movedCount);
        checkAll(moved, rig.drain(Mover.IN, messageCount - movedCount), name);
    }
}
