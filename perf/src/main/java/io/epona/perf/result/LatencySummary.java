package io.epona.perf.result;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * Percentiles of latencies in nanoseconds, and the histogram that they are from in HdrHistogram's compressed encoding.
 *
 * @param encoded Base64
 */
public record LatencySummary(
        long count,
        long meanNs,
        long p50Ns,
        long p90Ns,
        long p99Ns,
        long p999Ns,
        long p9999Ns,
        long maxNs,
        String encoded) {

    /** The summary of a histogram. */
    public static LatencySummary of(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return new LatencySummary(
                histogram.getTotalCount(),
                Math.round(histogram.getMean()),
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(90),
                histogram.getValueAtPercentile(99),
                histogram.getValueAtPercentile(99.9),
                histogram.getValueAtPercentile(99.99),
                histogram.getMaxValue(),
                Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length)));
    }

    /** The histogram. */
    public Histogram histogram() {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(encoded)), 0);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("histogram not readable: problem=" + e.getMessage(), e);
        }
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = shortMap();
        map.put("hdr", encoded);
        return map;
    }

    /** The figures without the histogram. */
    public Map<String, Object> shortMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("count", count);
        map.put("meanNs", meanNs);
        map.put("p50Ns", p50Ns);
        map.put("p90Ns", p90Ns);
        map.put("p99Ns", p99Ns);
        map.put("p999Ns", p999Ns);
        map.put("p9999Ns", p9999Ns);
        map.put("maxNs", maxNs);
        return map;
    }

    static LatencySummary of(Fields fields) {
        return new LatencySummary(
                fields.count("count"),
                fields.count("meanNs"),
                fields.count("p50Ns"),
                fields.count("p90Ns"),
                fields.count("p99Ns"),
                fields.count("p999Ns"),
                fields.count("p9999Ns"),
                fields.count("maxNs"),
                fields.text("hdr"));
    }
}
