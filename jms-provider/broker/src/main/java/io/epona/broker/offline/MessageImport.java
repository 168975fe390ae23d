package io.epona.broker.offline;

import io.epona.broker.store.EffectWriter;
import io.epona.broker.store.EffectWriter.Origin;
import io.epona.broker.store.EffectWriter.StoredMessage;
import io.epona.buffer.NioBuffer;
import io.epona.journal.JournalConfig;
import io.epona.journal.JournalFailedException;
import io.epona.journal.JournalOpenException;
import io.epona.protocol.Durability;
import java.io.IOException;
import java.nio.file.Path;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;

/**
 * Puts messages into the journal of a broker that does not run, just as if it had received them, with new numbers. Creates
 * the queues, topics and durable subscriptions that are missing. Holds the journal's lock until it is closed; waits for
 * the disk as it goes. Not thread-safe.
 */
public final class MessageImport implements AutoCloseable {
    private static final Origin NO_ORIGIN = new Origin(0, 0);

    private final KnownIndexes known = new KnownIndexes();
    private final EffectWriter effects = new EffectWriter(Durability.FSYNC);
    private final NioBuffer message = new NioBuffer();
    private final IntArrayList targets = new IntArrayList();
    private final IntArrayList deliveryCounts = new IntArrayList();
    private final LongArrayList duesMs = new LongArrayList();
    private final JournalOutput output;
    private long appendedCount;
    private long durableCount;

    private MessageImport(Path directory) throws JournalOpenException {
        output = JournalOutput.open(JournalConfig.builder(directory).build(), known);
        effects.open(output.journal());
    }

    /**
     * Opens a journal and reads all of it, or starts one.
     *
     * @param directory the one that holds the segments
     * @throws io.epona.journal.JournalLockedException if a broker, or another tool, holds it
     * @throws JournalOpenException if it cannot be opened
     * @throws IllegalStateException if a newer version wrote it
     */
    public static MessageImport open(Path directory) throws JournalOpenException {
        MessageImport opened = new MessageImport(directory);
        if (opened.known.unknownCount() > 0) {
            opened.close();
            throw new IllegalStateException("journal was written by a newer version: directory=" + directory
                    + " unknownRecords=" + opened.known.unknownCount());
        }
        return opened;
    }

    /**
     * Adds a message; it is durable once {@link #durableCount} includes it.
     *
     * @return false if nothing was done, because it is of a topic and no subscription is to have it
     * @throws BadMessageException if a subscription of that name is one to another topic
     * @throws JournalFailedException if the journal has failed
     */
    public boolean add(PortableMessage imported) throws BadMessageException, IOException {
        targets.clear();
        deliveryCounts.clear();
        if (imported.isQueue()) {
            targets.addInt(destination(imported.destination(), true));
            deliveryCounts.addInt(imported.deliveryCount());
        } else {
            for (SubscriptionTarget subscription : imported.subscriptions()) {
                targets.addInt(subscription(subscription, imported.destination()));
                deliveryCounts.addInt(subscription.deliveryCount());
            }
        }
        if (targets.isEmpty()) {
            return false;
        }
        append(imported.encoded());
        appendedCount++;
        if (output.isStepDone()) {
            sync();
        }
        return true;
    }

    private int destination(String name, boolean isQueue) {
        Integer number = known.destination(name, isQueue);
        if (number == null) {
            number = known.nextIndex();
            known.addDestination(name, isQueue, number);
            effects.destinationCreated(number, isQueue, name);
        }
        return number;
    }

    private int subscription(SubscriptionTarget target, String topicName) throws BadMessageException {
        KnownIndexes.Subscription subscription = known.subscription(target.clientId(), target.name());
        Integer topic = known.destination(topicName, false);
        if (subscription == null) {
            int topicNumber = destination(topicName, false);
            subscription = new KnownIndexes.Subscription(known.nextIndex(), topicNumber);
            known.addSubscription(target.clientId(), target.name(), subscription);
            effects.subscriptionCreated(new EffectWriter.SubscriptionFields(
                    subscription.index(),
                    topicNumber,
                    target.isShared(),
                    target.isNoLocal(),
                    target.clientId(),
                    target.name(),
                    target.selector()));
        } else if (topic == null || topic != subscription.topic()) {
            throw new BadMessageException("durable subscription is one to another topic: clientId=" + target.clientId()
                    + " name=" + target.name() + " topic=" + topicName);
        }
        return subscription.index();
    }

    private void append(byte[] encoded) {
        message.wrap(encoded);
        StoredMessage stored = new StoredMessage(message, 0, encoded.length);
        if (deliveryCounts.stream().allMatch(count -> count == 0)) {
            effects.messageAdded(known.nextMessage(), NO_ORIGIN, targets, false, stored, true);
        } else {
            // Only the effect of a copy says how often a message was delivered.
            duesMs.clear();
            targets.forEach(target -> duesMs.addLong(0));
            effects.messageRelocated(known.nextMessage(), false, targets, deliveryCounts, duesMs, stored);
        }
    }

    /** Waits until all that was added is durable. */
    public void sync() throws IOException {
        output.sync();
        durableCount = appendedCount;
    }

    /** How many of the messages that were added are durable. */
    public long durableCount() {
        return durableCount;
    }

    /** Makes durable what was added, and releases the journal. */
    @Override
    public void close() {
        output.close();
        durableCount = appendedCount;
    }
}
