package io.epona.broker.offline;

import io.epona.broker.effects.SubscriptionCreatedDecoder;
import io.epona.broker.inspect.ContentTally;
import io.epona.broker.inspect.QueueTally;
import io.epona.broker.store.EffectWriter;
import io.epona.journal.DurabilityLevel;
import io.epona.journal.Journal;
import io.epona.journal.JournalConfig;
import io.epona.journal.JournalDamage;
import io.epona.journal.JournalOpenException;
import io.epona.journal.JournalVisitor;
import io.epona.journal.RecordView;
import io.epona.protocol.Durability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.agrona.MutableDirectBuffer;

/**
 * Appends the records that it visits to a fresh journal: type, version, body, time, groups and order stay as they are.
 * What is left out because it is damaged may have said what an index is; as far as the messages in it tell, that is said
 * again.
 */
public final class JournalCopy implements JournalVisitor, AutoCloseable {
    private final ContentTally content;
    private final LongConsumer onPosition;
    private final JournalOutput output;
    private final EffectWriter effects = new EffectWriter(Durability.OS);
    private final List<String> notes = new ArrayList<>();
    private final Set<Long> leftOut = new HashSet<>();
    private volatile long timestampMs;
    private boolean isInGroup;
    private long recordCount;

    /**
     * Starts the journal.
     *
     * @param directory for its segments; empty or missing
     * @param content of the journal that is to be copied
     * @param onPosition is told where each record was that has been copied
     */
    public JournalCopy(Path directory, ContentTally content, LongConsumer onPosition) throws JournalOpenException {
        this.content = content;
        this.onPosition = onPosition;
        // Nobody relies on the copy before it is closed, so only that waits for the disk.
        JournalConfig config = JournalConfig.builder(directory)
                .level(DurabilityLevel.OS)
                .clock(() -> Instant.ofEpochMilli(timestampMs))
                .build();
        output = JournalOutput.open(config, view -> {});
        effects.open(output.journal());
    }

    /** Says again what the log does not say of an index that has messages; before the first record. */
    public void restoreNames() {
        Set<Long> topics = new HashSet<>();
        boolean hasNameless = false;
        for (QueueTally queue : content.queues()) {
            if (queue.isNamed() && queue.isSubscription()) {
                restoreTopic(queue, topics);
            } else if (!queue.isNamed() && queue.name() != null && isFree(queue.name())) {
                notes.add("queue is named after the messages in it: number=" + queue.queue() + " name=" + queue.name());
                effects.destinationCreated((int) queue.queue(), true, queue.name());
                recordCount++;
            } else if (!queue.isNamed() && queue.liveCount() > 0) {
                notes.add("messages are in a queue or subscription of which nothing is known: number=" + queue.queue()
                        + " topic=" + content.topicOf(queue) + " messages=" + queue.liveCount());
                hasNameless = true;
            }
        }
        if (hasNameless) {
            reserveNumbers();
        }
    }

    private boolean isFree(String queueName) {
        return content.queues().stream()
                .noneMatch(queue -> queue.isNamed()
                        && !queue.isSubscription()
                        && queue.name().equals(queueName));
    }

    private void restoreTopic(QueueTally subscription, Set<Long> restored) {
        long topic = subscription.topic();
        if (content.isTopicNamed(topic) || restored.contains(topic)) {
            return;
        }
        String name = subscription.topicOfMessages();
        if (name == null) {
            notes.add("subscription is left out, because its topic is not known: "
                    + content.nameOf(subscription.queue()));
            leftOut.add(subscription.queue());
        } else {
            notes.add("topic is named after the messages of a subscription: number=" + topic + " name=" + name);
            effects.destinationCreated((int) topic, false, name);
            recordCount++;
            restored.add(topic);
        }
    }

    /** An index without a name must not become another's. */
    private void reserveNumbers() {
        long last = content.queues().stream().mapToLong(QueueTally::queue).max().orElse(0);
        effects.numbersGiven(0, (int) last);
        recordCount++;
    }

    /** What was put right, or could not be, in one line each. */
    public List<String> notes() {
        return notes;
    }

    /** Records that have been appended. */
    public long recordCount() {
        return recordCount;
    }

    @Override
    public void onRecord(RecordView view) {
        if (view.type() == SubscriptionCreatedDecoder.TEMPLATE_ID && isLeftOut(view)) {
            return;
        }
        if (!isInGroup && view.timestampMs() != timestampMs) {
            output.flush();
            timestampMs = view.timestampMs();
        }
        Journal journal = output.journal();
        MutableDirectBuffer buffer = journal.claim(view.type(), view.version(), view.length());
        buffer.putBytes(journal.claimOffset(), view.buffer(), view.offset(), view.length());
        journal.commit(view.endsGroup());
        recordCount++;
        isInGroup = !view.endsGroup();
        if (!isInGroup && output.isStepDone()) {
            sync();
        }
        onPosition.accept(view.position());
    }

    private boolean isLeftOut(RecordView view) {
        // Such a record is always a group of its own, so no group loses its end.
        return view.endsGroup()
                && !leftOut.isEmpty()
                && leftOut.contains(new SubscriptionCreatedDecoder()
                        .wrapAndApplyHeader(
                                view.buffer(), view.offset(), new io.epona.broker.effects.MessageHeaderDecoder())
                        .queue());
    }

    private void sync() {
        try {
            output.sync();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the copy", e);
        }
    }

    @Override
    public void onBatch(RecordView view, long syncedPosition) {
        // The copy gets batches of its own.
    }

    @Override
    public void onDamage(JournalDamage damage) {
        // What is damaged is left out.
    }

    @Override
    public void onLost(RecordView view, boolean isIntact) {
        // So is what belongs to a group that is not whole.
    }

    /** Makes the copy durable and closes it in good order. */
    @Override
    public void close() {
        output.close();
    }
}
