package io.epona.jms.link;

import jakarta.jms.JMSException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;

/**
 * The acknowledgements of a session. Marking is cheap; the frames are written just before a flush, each for all that was
 * marked since the last one, and kept until the broker confirms them. Guarded by the session's lock.
 */
final class Acknowledgements {
    private record Sent(long sequence, List<AckRange> ranges) {}

    private final SessionContext context;
    private final FrameWriter writer;
    private final Consumers consumers;
    private final ArrayDeque<Sent> unconfirmed = new ArrayDeque<>();
    private final Runnable beforeFlush = this::writeScheduled;
    private long lastSequence;
    private boolean isScheduled;

    Acknowledgements(SessionContext context, Consumers consumers) {
        this.context = context;
        this.writer = context.writer();
        this.consumers = consumers;
    }

    /** Has what is marked written with the next flush; without a link that is left to {@link #replay}. */
    void schedule() {
        if (!isScheduled) {
            isScheduled = writer.beforeFlush(beforeFlush);
        }
    }

    /** Event loop, without the lock. */
    private void writeScheduled() {
        context.monitor().lock();
        try {
            isScheduled = false;
            write();
        } finally {
            context.monitor().unlock();
        }
    }

    /** Writes what is marked; without a link that is left to {@link #replay}. */
    void write() {
        if (!context.phase().isOnLink()) {
            return;
        }
        List<AckRange> ranges = consumers.sendAcknowledgements();
        if (!ranges.isEmpty()) {
            Sent sent = new Sent(++lastSequence, ranges);
            unconfirmed.add(sent);
            write(sent);
        }
    }

    /** Acknowledges one delivery whatever comes before it; returns the sequence to await. */
    long writeOnly(ClientConsumer consumer, long deliveryId) {
        Sent sent = new Sent(++lastSequence, List.of(new AckRange(consumer, deliveryId, deliveryId)));
        unconfirmed.add(sent);
        if (context.phase().isOnLink()) {
            write(sent);
        }
        return sent.sequence;
    }

    /** Blocks until this sequence is durable. */
    void awaitConfirmed(long sequence) throws JMSException {
        context.monitor()
                .await(
                        () -> unconfirmed.isEmpty() || unconfirmed.peek().sequence > sequence,
                        context.outcome("acknowledge", false));
    }

    private void write(Sent sent) {
        writer.write(Frames.acknowledge(context.number(), sent.sequence, sent.ranges));
    }

    /** Writes again what a lost broker has not confirmed, then what was marked since. */
    void replay() {
        unconfirmed.forEach(this::write);
        write();
    }

    /** @param onConfirmed is told the consumers of which something was confirmed, some of them often */
    void confirmTo(long sequence, Consumer<ClientConsumer> onConfirmed) {
        while (!unconfirmed.isEmpty() && unconfirmed.peek().sequence <= sequence) {
            for (AckRange range : unconfirmed.poll().ranges) {
                range.consumer().deliveries().confirm(range.from(), range.to());
                onConfirmed.accept(range.consumer());
            }
        }
    }

    /** Blocks until everything that is marked now is durable. */
    void awaitConfirmed(boolean countsOutages) throws JMSException {
        write();
        List<AckRange> marked = consumers.acknowledged();
        context.monitor()
                .await(
                        () -> marked.stream()
                                .noneMatch(
                                        range -> range.consumer().deliveries().hasUnconfirmedUpTo(range.to())),
                        context.outcome("acknowledge", countsOutages));
    }
}
