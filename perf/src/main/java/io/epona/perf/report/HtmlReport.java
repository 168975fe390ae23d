package io.epona.perf.report;

import io.epona.perf.result.Json;
import io.epona.perf.result.LatencySummary;
import io.epona.perf.result.RunResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Results beside each other as one HTML page that needs no other file. */
public final class HtmlReport {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Epona perf: comparison</title>
            <style>
            body{font-family:sans-serif;margin:2em auto;max-width:60em}
            table{border-collapse:collapse}td,th{padding:.2em .8em;border-bottom:1px solid #ddd;text-align:right}
            td:first-child,th:first-child{text-align:left}pre{background:#f6f6f6;padding:1em;overflow:auto}
            .bad{color:#c00;font-weight:bold}
            </style></head><body>
            <h1>Comparison</h1>
            """;

    private HtmlReport() {}

    /** The page. The first result is the one that the others are compared to. */
    public static String page(List<RunResult> results) {
        StringBuilder page = new StringBuilder(HEAD);
        results.stream()
                .filter(result -> !result.isQuotable())
                .forEach(result -> page.append("<p class=\"bad\">")
                        .append(Svg.escaped(
                                result.label() + ": " + result.mark() + ": these figures are not to be quoted"))
                        .append("</p>\n"));
        appendTable(page, results);
        Metric.all().stream()
                .filter(Metric::isRate)
                .filter(metric ->
                        results.stream().anyMatch(result -> metric.value().applyAsDouble(result) > 0))
                .forEach(metric -> page.append("<h2>")
                        .append(metric.name())
                        .append("</h2>\n")
                        .append(RateBars.svg(results, metric)));
        appendPlot(page, "Send latency by percentile", results, RunResult::sends);
        appendPlot(page, "End-to-end latency by percentile", results, RunResult::deliveries);
        for (RunResult result : results) {
            page.append("<h2>").append(Svg.escaped(result.label())).append("</h2>\n<p>");
            page.append(Svg.escaped(result.verification().text())).append("</p>\n<pre>");
            page.append(Svg.escaped(Json.write(settings(result)))).append("</pre>\n");
        }
        return page.append("</body></html>\n").toString();
    }

    private static Map<String, Object> settings(RunResult result) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("startedAt", result.startedAt());
        map.put("arguments", result.arguments());
        map.put("workload", result.workload());
        map.put("provider", result.provider());
        map.put("broker", result.broker());
        map.put("machine", result.machine());
        return map;
    }

    private static void appendTable(StringBuilder page, List<RunResult> results) {
        page.append("<table>\n");
        boolean isHead = true;
        for (List<String> row : Comparison.table(results).rows()) {
            String cell = isHead ? "th" : "td";
            page.append("<tr>");
            row.forEach(words -> page.append('<').append(cell).append('>').append(Svg.escaped(words)));
            page.append("</tr>\n");
            isHead = false;
        }
        page.append("</table>\n");
    }

    private static void appendPlot(
            StringBuilder page, String title, List<RunResult> results, Function<RunResult, LatencySummary> of) {
        List<RunResult> filled =
                results.stream().filter(result -> of.apply(result).count() > 0).toList();
        if (!filled.isEmpty()) {
            page.append("<h2>").append(title).append("</h2>\n");
            page.append(new PercentilePlot(
                            filled.stream().map(RunResult::label).toList(),
                            filled.stream()
                                    .map(result -> of.apply(result).histogram())
                                    .toList())
                    .svg());
        }
    }
}
