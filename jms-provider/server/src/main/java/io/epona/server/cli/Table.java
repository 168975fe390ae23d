package io.epona.server.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns, for people: the first column to the left, numbers to the right. */
final class Table {
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();

    Table(String... headings) {
        rows.add(headings);
    }

    /** As many values as there are headings. */
    void add(Object... values) {
        String[] row = new String[values.length];
        for (int i = 0; i < values.length; i++) {
            // What is in a name must not reach the terminal as a command to it.
            row[i] = values[i].toString().replaceAll("\\p{Cntrl}", "?");
        }
        rows.add(row);
    }

    /** The heading first. */
    List<String> lines() {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            String padding = " ".repeat(widths[i] - row[i].length());
            line.append(i == 0 ? row[i] + padding : GAP + padding + row[i]);
        }
        return line.toString().stripTrailing();
    }
}
