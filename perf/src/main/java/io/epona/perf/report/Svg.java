package io.epona.perf.report;

import java.util.List;
import java.util.Locale;

/** Builds an SVG picture, in the order in which it is drawn. */
final class Svg {
    private static final List<String> COLOURS =
            List.of("#1f6feb", "#d9480f", "#2b8a3e", "#862e9c", "#c2255c", "#495057", "#0b7285", "#e67700");

    private final StringBuilder text = new StringBuilder();

    Svg(int width, int height) {
        text.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">%n",
                width,
                height,
                width,
                height));
    }

    /** A colour for the n-th result. */
    static String colour(int index) {
        return COLOURS.get(index % COLOURS.size());
    }

    Svg line(double x1, double y1, double x2, double y2, String colour) {
        text.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
                x1,
                y1,
                x2,
                y2,
                colour));
        return this;
    }

    /** @param points pairs of x and y */
    Svg polyline(List<double[]> points, String colour) {
        text.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"")
                .append(colour)
                .append("\" points=\"");
        points.forEach(point -> text.append(String.format(Locale.ROOT, "%.1f,%.1f ", point[0], point[1])));
        text.append("\"/>\n");
        return this;
    }

    Svg bar(double x, double y, double width, double height, String colour) {
        text.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
                x,
                y,
                width,
                height,
                colour));
        return this;
    }

    /** @param anchor start, middle or end: which part of the text is at x */
    Svg label(double x, double y, String anchor, String words) {
        text.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                escaped(words)));
        return this;
    }

    String end() {
        return text + "</svg>\n";
    }

    /** Text as it may stand between tags and in attributes. */
    static String escaped(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
