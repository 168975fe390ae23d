package io.epona.perf.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A row of the table.
 *
 * @param id what selects it: the number, with a word behind a hyphen where a row has several parts
 * @param work what is done, in words
 * @param command the harness's command that measures it
 * @param arguments the arguments of the command, without provider and time
 * @param halfRateOf arguments of a closed loop, half of whose rate with the peer is the rate of this row; empty: none
 * @param variants what is compared if not providers: further arguments of Epona's runs by label, the baseline first
 * @param goals what it is to reach
 */
record Row(
        String id,
        String work,
        String command,
        List<String> arguments,
        List<String> halfRateOf,
        Map<String, List<String>> variants,
        List<Goal> goals) {
    static final String RUN = "run";
    static final String FOOTPRINT = "footprint";

    /** A row in which providers do the same. */
    static Row of(String id, String work, String arguments, Goal... goals) {
        return new Row(id, work, RUN, words(arguments), List.of(), Map.of(), List.of(goals));
    }

    /** A row whose rate follows from what the peer can do at most. */
    static Row openLoop(String id, String work, String closedLoop, Goal... goals) {
        return new Row(id, work, RUN, words(closedLoop), words(closedLoop), Map.of(), List.of(goals));
    }

    private static List<String> words(String arguments) {
        return arguments.isEmpty() ? List.of() : List.of(arguments.split(" "));
    }

    /** This row at a rate. */
    Row atRate(double perS) {
        List<String> all = new ArrayList<>(arguments);
        all.add("--rate");
        all.add(Long.toString(Math.max(1, Math.round(perS))));
        return new Row(id, work, command, all, List.of(), variants, goals);
    }

    /** Whether a selection such as {@code 7} or {@code 7-10} means this row. */
    boolean isMeantBy(String selection) {
        return id.equals(selection) || id.startsWith(selection + "-");
    }
}
