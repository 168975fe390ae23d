package io.epona.perf.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.EponaBroker;
import io.epona.jms.EponaConnectionFactory;
import io.epona.jms.EponaXAConnectionFactory;
import io.epona.perf.result.Results;
import io.epona.perf.result.RunResult;
import io.epona.protocol.Durability;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a user gives them, against a broker of any provider. */
class PerfCliTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    private EponaBroker broker;

    @BeforeEach
    void startBroker() throws Exception {
        broker = EponaBroker.builder()
                .dataDirectory(directory.resolve("data"))
                .durability(Durability.OS)
                .port(0)
                .start();
    }

    @AfterEach
    void stopBroker() {
        broker.close();
        Thread.currentThread().setContextClassLoader(before);
    }

    private int perf(String... arguments) {
        return PerfCli.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private int perfOnBroker(String command, String... further) {
        return perfOnBroker(EponaConnectionFactory.class, command, further);
    }

    private int perfOnBroker(Class<?> factory, String command, String... further) {
        List<String> arguments = new ArrayList<>(List.of(
                command,
                "--factory",
                factory.getName(),
                "--url",
                broker.uri(),
                "--data",
                directory.toString(),
                "--warmup",
                "0"));
        arguments.addAll(List.of(further));
        return perf(arguments.toArray(String[]::new));
    }

    @Test
    void shouldRunAndWriteAllThereIsToKnow() throws Exception {
        Path json = directory.resolve("out/run.json");

        int code = perfOnBroker(
                "run", "--messages", "200", "--in-flight", "7", "--label", "mine", "--json", json.toString());

        assertEquals(0, code, err + " " + out);
        assertTrue(out.toString().contains("nothing lost, doubled or reordered"), out.toString());
        assertTrue(err.toString().contains("end-to-end p50"), "live line: " + err);
        RunResult result = RunResult.read(json);
        assertEquals("mine", result.label());
        assertTrue(
                result.arguments().contains("--in-flight"), result.arguments().toString());
        assertEquals(7L, result.workload().get("inFlight"));
        assertTrue(result.machine().containsKey("fdatasync"), result.machine().toString());
        assertEquals(EponaConnectionFactory.class.getName(), result.provider().get("class"));
        assertEquals(result.sends().count(), countOf(directory.resolve("out/run.hlog"), "send"));
    }

    private static long countOf(Path log, String tag) throws Exception {
        long count = 0;
        try (HistogramLogReader reader = new HistogramLogReader(log.toFile())) {
            while (reader.hasNext()) {
                EncodableHistogram histogram = reader.nextIntervalHistogram();
                if (tag.equals(histogram.getTag())) {
                    count += ((org.HdrHistogram.Histogram) histogram).getTotalCount();
                }
            }
        }
        return count;
    }

    @Test
    void shouldTellByItsExitCodeThatTheRateWasMissed() {
        int code = perfOnBroker(
                "run",
                "--rate",
                "30000000",
                "--duration",
                "0.3",
                "--quiet",
                "--json",
                directory.resolve("a.json").toString());

        assertEquals(4, code, err.toString());
        assertTrue(out.toString().contains("MISSED RATE: the schedule was 30,000,000/s"), out.toString());
    }

    @Test
    void shouldFindARateThatHolds() {
        int code =
                perfOnBroker("find-max", "--rate", "100", "--duration", "0.2", "--p99", "10000", "--precision", "1000");

        assertEquals(0, code, err.toString());
        assertTrue(out.toString().contains("highest rate with p99 <= 10000.0 ms: "), out.toString());
    }

    @Test
    void shouldMeasureTransactionsOfXa() throws Exception {
        Path json = directory.resolve("xa.json");

        int code = perfOnBroker(
                EponaXAConnectionFactory.class, "run", "--xa", "--messages", "50", "--json", json.toString());

        assertEquals(0, code, err.toString());
        assertTrue(out.toString().contains("50 sent"), out.toString());
        assertTrue(Files.readString(json).contains("\"xa\" : true"), Files.readString(json));
    }

    @Test
    void shouldSayThatAProviderHasNoXa() {
        assertEquals(1, perf("run", "--provider", "rabbitmq", "--url", "amqp://127.0.0.1:1", "--xa"));
        assertTrue(err.toString().contains("has no XA"), err.toString());
    }

    @Test
    void shouldSayInOneLineWhatIsWrong() {
        assertEquals(2, perf("run", "--producers", "0"));
        assertEquals(2, perf("run", "--nothing"));
        assertEquals(1, perf("run", "--provider", "nobody"));
        assertEquals(1, perf("run", "--provider", "rabbitmq", "--url", "amqp://x", "--factory", "y") - 1);
        assertTrue(err.toString().contains("producers=0 allowed=1..10000"), err.toString());
        assertTrue(err.toString().contains("unknown provider: name=nobody"), err.toString());
        assertEquals(4, err.toString().lines().count(), err.toString());
    }

    @Test
    void shouldCompareResultsInOnePage() throws Exception {
        Results.of("a", 100, 1_000_000).writeTo(directory.resolve("a.json"));
        Results.of("b", 300, 500_000).writeTo(directory.resolve("b.json"));
        Path html = directory.resolve("page.html");

        int code = perf(
                "compare",
                directory.resolve("a.json").toString(),
                directory.resolve("b.json").toString(),
                "--html",
                html.toString());

        assertEquals(0, code, err.toString());
        assertTrue(out.toString().contains("(3.00)"), out.toString());
        assertTrue(Files.readString(html).contains("<svg"));
    }

    @Test
    void shouldMeasureLimits() throws Exception {
        Path json = directory.resolve("limits.json");

        assertEquals(
                0,
                perf("limits", "--duration", "0.02", "--data", directory.toString(), "--json", json.toString()),
                err.toString());
        assertTrue(out.toString().contains("loopback round trip of 1 KiB"), out.toString());
        assertTrue(Files.exists(json));
    }

    @Test
    void shouldListProvidersAndRows() {
        assertEquals(0, perf("providers"));
        assertEquals(0, perf("table", "--list"));
        assertTrue(out.toString().contains("artemis-best"), out.toString());
        assertTrue(out.toString().contains("9-heap"), out.toString());
    }
}
