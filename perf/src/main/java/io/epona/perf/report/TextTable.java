package io.epona.perf.report;

import java.util.ArrayList;
import java.util.List;

/** A table in columns of equal width: the first to the left, the others to the right. */
public final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    /** @param heads names of the columns */
    public TextTable(String... heads) {
        rows.add(List.of(heads));
    }

    /** Adds a row, with as many cells as there are columns. */
    public void add(List<String> cells) {
        if (cells.size() != rows.get(0).size()) {
            throw new IllegalArgumentException("cells do not fit the columns: cells=" + cells.size() + " columns="
                    + rows.get(0).size());
        }
        rows.add(List.copyOf(cells));
    }

    /** All rows, the names of the columns first. */
    List<List<String>> rows() {
        return List.copyOf(rows);
    }

    /** The lines, for a terminal. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                String space = " ".repeat(width(column) - cell.length());
                line.append(column == 0 ? "" : "  ").append(column == 0 ? cell + space : space + cell);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** The table in Markdown. */
    public String markdown() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            text.append("| ").append(String.join(" | ", row)).append(" |\n");
            if (row == rows.get(0)) {
                text.append("|---").append("|---:".repeat(row.size() - 1)).append("|\n");
            }
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
