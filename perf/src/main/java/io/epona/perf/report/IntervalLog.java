package io.epona.perf.report;

import io.epona.perf.load.Watcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** Writes the latencies of each second to a log that the tools around HdrHistogram read; tags: send, end-to-end. */
public final class IntervalLog implements Watcher, AutoCloseable {
    private final HistogramLogWriter writer;

    /** @param file is made, with the directories it lies in */
    public IntervalLog(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        writer = new HistogramLogWriter(file.toFile());
        writer.outputComment("latencies in ns, from when a message was meant to be sent");
        writer.outputLogFormatVersion();
        writer.outputLegend();
    }

    @Override
    public void onTick(Tick tick) {
        write(tick.sends(), "send");
        write(tick.deliveries(), "end-to-end");
    }

    private void write(Histogram histogram, String tag) {
        if (histogram.getTotalCount() > 0) {
            histogram.setTag(tag);
            writer.outputIntervalHistogram(histogram);
        }
    }

    @Override
    public void close() {
        writer.close();
    }
}
