package io.epona.perf.table;

import io.epona.perf.report.Figures;
import io.epona.perf.report.TextTable;
import io.epona.perf.table.Goal.Floor;
import io.epona.perf.table.Goal.Kind;
import java.util.List;

/** The table for people: for each goal and peer a line with medians, spreads, the ratio, and whether it is reached. */
final class TableReport {
    private TableReport() {}

    static String markdown(List<RowOutcome> outcomes, Floor floor, TableSettings settings) {
        TextTable table = new TextTable("row", "work", "figure", "own", "beside", "theirs", "measure", "goal", "");
        StringBuilder marks = new StringBuilder();
        for (RowOutcome outcome : outcomes) {
            for (Goal goal : outcome.row().goals()) {
                addLines(table, outcome, goal, floor);
            }
            for (String contender : outcome.contenders()) {
                String mark = outcome.marks(contender);
                if (!mark.isEmpty()) {
                    marks.append("- row ")
                            .append(outcome.row().id())
                            .append(", ")
                            .append(contender)
                            .append(": runs not to be quoted: ")
                            .append(mark)
                            .append('\n');
                }
            }
        }
        String limits = "Limits of the machine at the start: sync of 1 KiB p50 " + Figures.significant(floor.syncMs())
                + " ms, loopback round trip p50 " + Figures.significant(floor.roundTripMs()) + " ms. Medians of "
                + settings.rounds() + " runs of each contender in turn, least and most in parentheses; "
                + settings.durationS() + " s after " + settings.warmupS() + " s of warm-up each.\n";
        return table.markdown() + "\n" + limits + (marks.isEmpty() ? "" : "\n" + marks);
    }

    private static void addLines(TextTable table, RowOutcome outcome, Goal goal, Floor floor) {
        List<String> contenders = outcome.contenders();
        boolean isVariant = !outcome.row().variants().isEmpty();
        boolean isAlone = goal.kind() != Kind.RATIO_AT_MOST && goal.kind() != Kind.RATIO_AT_LEAST;
        String first = contenders.get(0);
        if (isAlone || contenders.size() == 1) {
            add(table, outcome, goal, List.of(first, isAlone ? "" : "nobody"), floor);
            return;
        }
        for (String other : contenders.subList(1, contenders.size())) {
            // Of variants the first is the baseline, else Epona is the first.
            add(table, outcome, goal, isVariant ? List.of(other, first) : List.of(first, other), floor);
        }
    }

    private static void add(TextTable table, RowOutcome outcome, Goal goal, List<String> pair, Floor floor) {
        String own = pair.get(0);
        String peer = pair.get(1);
        boolean hasPeer = outcome.contenders().contains(peer);
        Spread mine = outcome.spread(own, goal.figure());
        Spread theirs = hasPeer ? outcome.spread(peer, goal.figure()) : Spread.of(List.of(), goal.figure());
        double measure = goal.measure(mine.median(), theirs.median(), floor);
        boolean isSure =
                outcome.marks(own).isEmpty() && (!hasPeer || outcome.marks(peer).isEmpty());
        table.add(List.of(
                outcome.row().id(),
                outcome.row().variants().isEmpty()
                        ? outcome.row().work()
                        : outcome.row().work() + ": " + own,
                goal.figure(),
                mine.text(goal.figure()),
                hasPeer ? peer : goal.kind() == Kind.AT_MOST ? "-" : "limit",
                theirs.text(goal.figure()),
                goal.text(measure),
                goal.text(),
                verdict(goal, measure, isSure)));
    }

    private static String verdict(Goal goal, double measure, boolean isSure) {
        if (Double.isNaN(measure)) {
            return "no figure";
        }
        String verdict = goal.isReached(measure) ? "reached" : "missed";
        return isSure ? verdict : verdict + ", not to be quoted";
    }
}
