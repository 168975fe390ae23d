package io.epona.perf.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.perf.result.Rates;
import io.epona.perf.result.Results;
import io.epona.perf.result.RunResult;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private final RunResult baseline = Results.of("peer", 1_000, 1_000_000, 4_000_000);
    private final RunResult other = Results.of("epona <b>", 3_500, 500_000, 1_000_000);

    private static String line(String table, String start) {
        return table.lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
    }

    @Test
    void shouldGiveRatiosToTheFirst() {
        String table = Comparison.table(List.of(baseline, other)).text();

        assertTrue(line(table, "sent/s").matches(".* 1,000\\s+3,500 \\(3\\.50\\)"), table);
        assertTrue(line(table, "send p50, ms").matches(".* 1\\.00\\s+0\\.500 \\(0\\.500\\)"), table);
        assertTrue(line(table, "end to end max, ms").endsWith("(0.250)"), table);
    }

    @Test
    void shouldLeaveOutWhatNoneHas() {
        assertFalse(Comparison.table(List.of(baseline, other)).text().contains("drained"));
    }

    @Test
    void shouldMarkAMissedRate() {
        RunResult missed = Results.of("slow", new Rates(2_000, 1_000, 1_000, 0, 10), 1_000);

        assertTrue(Comparison.table(List.of(baseline, missed)).text().contains("MISSED RATE"));
        assertTrue(HtmlReport.page(List.of(baseline, missed)).contains("slow: MISSED RATE"));
    }

    @Test
    void shouldDrawWellFormedPicturesInOneFile() throws Exception {
        String page = HtmlReport.page(List.of(baseline, other, Results.of("empty", 5)));

        int pictures = 0;
        for (int start = page.indexOf("<svg"); start >= 0; start = page.indexOf("<svg", start + 1)) {
            String svg = page.substring(start, page.indexOf("</svg>", start) + "</svg>".length());
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
            assertFalse(svg.contains("NaN") || svg.contains("Infinity"), svg);
            pictures++;
        }
        assertEquals(4, pictures);
        assertTrue(page.contains("epona &lt;b&gt;") && !page.contains("<b>"), "labels are escaped");
        assertFalse(page.replace("http://www.w3.org/2000/svg", "").contains("http"), "nothing is loaded");
    }

    @Test
    void shouldWriteTablesForTerminalsAndMarkdown() {
        TextTable table = new TextTable("a", "bb");
        table.add(List.of("long", "1"));

        assertEquals("a     bb\nlong   1\n", table.text());
        assertEquals("| a | bb |\n|---|---:|\n| long | 1 |\n", table.markdown());
    }
}
