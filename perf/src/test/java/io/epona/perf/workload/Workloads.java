package io.epona.perf.workload;

import io.epona.perf.workload.Consuming.Acknowledge;
import java.util.List;

/** Small workloads for tests, to be changed in one point each. */
public record Workloads(Sending sending, Consuming consuming, Places places, Content content, Span span, boolean isXa) {
    /** One producer, one consumer, one queue, small messages, at most {@code messages} of them. */
    public static Workloads of(long messages) {
        return new Workloads(
                new Sending(1, 0, 0, 0, true, 10_000),
                new Consuming(1, Acknowledge.AUTO, 100, true, false),
                new Places(false, 1),
                new Content(Sizes.parse("100"), List.of(4), 0),
                new Span(0, 20_000, messages, false, 3_000),
                false);
    }

    /** The workload. */
    public Workload build() {
        return new Workload(sending, consuming, places, content, span, isXa);
    }

    /** Another way of sending. */
    public Workloads with(Sending other) {
        return new Workloads(other, consuming, places, content, span, isXa);
    }

    /** Another way of receiving. */
    public Workloads with(Consuming other) {
        return new Workloads(sending, other, places, content, span, isXa);
    }

    /** Other destinations. */
    public Workloads with(Places other) {
        return new Workloads(sending, consuming, other, content, span, isXa);
    }

    /** Other messages. */
    public Workloads with(Content other) {
        return new Workloads(sending, consuming, places, other, span, isXa);
    }

    /** Another span. */
    public Workloads with(Span other) {
        return new Workloads(sending, consuming, places, content, other, isXa);
    }

    /** Transactions of so many messages on both sides, which are branches of XA. */
    public Workloads xa(int batch) {
        return new Workloads(
                new Sending(1, 0, 0, batch, true, 0),
                new Consuming(1, Acknowledge.TRANSACTED, batch, false, false),
                places,
                content,
                span,
                true);
    }
}
