package io.epona.server.demo;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** What the showcase prints: a line a second while it runs, and the ledger at the end. Times are since the start. */
final class DemoReport {
    private final PrintWriter out;
    private final Ledger ledger;
    private long startNs = System.nanoTime();
    private long lastNs = startNs;
    private long lastConfirmed;
    private double sendingSeconds;
    private String rateAsked = "";

    DemoReport(PrintWriter out, Ledger ledger) {
        this.out = out;
        this.ledger = ledger;
    }

    void begin(DemoSettings settings, BrokerProcess broker, Path directory) {
        print("4 producers (2 wait for each send, 2 send transactions of %d), 4 queues,", Demo.BATCH);
        print(
                "4 consumers (2 acknowledge each message, 2 in transactions), %,d bytes a message",
                settings.bodyLength());
        print("broker: pid=%d, ready in %d ms at %s", broker.pid(), broker.readyMs(), broker.uri());
        print("data:   %s", directory);
        print("");
        if (settings.ratePerSecond() > 0) {
            rateAsked = text("; asked for %,d/s, rolled back ones included", settings.ratePerSecond());
        }
        startNs = System.nanoTime();
        lastNs = startNs;
    }

    void progress() {
        long nowNs = System.nanoTime();
        long confirmed = ledger.confirmedCount();
        double rate = (confirmed - lastConfirmed) * 1e9 / (nowNs - lastNs);
        event(text("%,10d confirmed %,10d received %,9.0f confirmed/s", confirmed, ledger.consumedCount(), rate));
        lastNs = nowNs;
        lastConfirmed = confirmed;
    }

    void event(String text) {
        print("%6.1f s  %s", (System.nanoTime() - startNs) / 1e9, text);
    }

    void sendingEnded() {
        sendingSeconds = (System.nanoTime() - startNs) / 1e9;
    }

    void end(Findings findings, SendLatencies latencies, Outage outage, List<String> failures) {
        print("");
        print("Ledger");
        count("sent", findings.sent(), "");
        count("confirmed", findings.confirmed(), "must arrive once");
        count("rolled back", findings.rolledBack(), "must not arrive");
        count("unknown", findings.unknown(), "may arrive once");
        count("received", findings.consumed(), "");
        count("lost", findings.lost(), "");
        count("duplicated", findings.duplicated(), "");
        count("reordered", findings.reordered(), "per producer and queue");
        count("phantom", findings.phantom(), "rolled back or never sent, and yet received");
        count("torn", findings.torn(), "transactions that arrived in part");
        print("");
        print(
                "Throughput      %,.0f confirmed/s, the outage included%s",
                findings.confirmed() / sendingSeconds, rateAsked);
        latency("Each send took", latencies.steady());
        print(
                "                (not counting %,d that met the outage: longest %,.0f ms)",
                latencies.interrupted().getTotalCount(), latencies.interrupted().getMaxValue() / 1e6);
        if (outage.isOver()) {
            print(
                    "Resumed in      %,.0f ms from the kill to a confirmed send, %,.0f ms to a delivery",
                    outage.resumeNs() / 1e6, outage.deliveryNs() / 1e6);
        }
        print("");
        failures.forEach(failure -> print("failed: %s", failure));
        findings.examples().forEach(example -> print("fault: %s", example));
        print(
                findings.isClean() && failures.isEmpty()
                        ? "Nothing lost, nothing doubled, nothing reordered."
                        : "FAILED: the ledger above does not balance.");
    }

    private void count(String name, long count, String meaning) {
        print("  %-12s%,14d  %s", name, count, meaning);
    }

    private void latency(String name, Histogram histogram) {
        print(
                "%-16sp50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, max %.2f ms",
                name,
                histogram.getValueAtPercentile(50) / 1e6,
                histogram.getValueAtPercentile(99) / 1e6,
                histogram.getValueAtPercentile(99.9) / 1e6,
                histogram.getMaxValue() / 1e6);
    }

    private void print(String format, Object... values) {
        out.println(text(format, values).stripTrailing());
        out.flush();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
