package io.epona.server.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What was sent and what arrived, and the judgement on it: everything confirmed arrived exactly once, nothing that was
 * rolled back arrived, each producer's messages arrived in their order, and a transaction whose outcome nobody learned
 * arrived whole or not at all.
 *
 * <p>A queue is one subscription, however many consumers share it; each subscription of a topic is one of its own, and
 * has to get every message. Order is judged for each consumer by itself; where a queue has several consumers, one that
 * loses its connection may give unseen messages back behind messages that another has seen, so where order is to be
 * judged a subscription has one consumer.
 *
 * <p>Streams and logs are made by any thread before the workers start and belong to one worker each; the counts are
 * thread-safe; {@link #check} is called once the workers have ended.
 */
final class Ledger {
    /** The consumers of a queue, or of one subscription of a topic. */
    record Subscription(String name, String destination, List<ReceivedLog> logs) {}

    private final int firstStreamId;
    private final List<SentStream> streams = new ArrayList<>();
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private final List<List<SentBatch.Entry>> unknownTransactions = new ArrayList<>();
    private final LongAdder sent = new LongAdder();
    private final LongAdder confirmed = new LongAdder();
    private final LongAdder expected = new LongAdder();
    private final LongAdder consumed = new LongAdder();
    private final AtomicLong settlements = new AtomicLong();

    Ledger() {
        this(0);
    }

    /** @param firstStreamId above those of earlier ledgers, so that a message of theirs that comes late is a stranger */
    Ledger(int firstStreamId) {
        this.firstStreamId = firstStreamId;
    }

    /** Opens an account for what a producer sends to a destination. */
    synchronized SentStream stream(String producer, String destination) {
        SentStream stream = new SentStream(this, firstStreamId + streams.size(), producer, destination);
        streams.add(stream);
        return stream;
    }

    /** Opens an account for what a consumer gets; {@code subscription} is the queue's name or the subscription's. */
    synchronized ReceivedLog log(String subscription, String destination) {
        ReceivedLog log = new ReceivedLog(this);
        subscriptions
                .computeIfAbsent(subscription, name -> new Subscription(name, destination, new ArrayList<>()))
                .logs()
                .add(log);
        return log;
    }

    SentBatch batch() {
        return new SentBatch(this);
    }

    /** Number of messages sent, whatever became of them. */
    long sentCount() {
        return sent.sum();
    }

    long confirmedCount() {
        return confirmed.sum();
    }

    /** Number of messages consumed; a topic's message counts once for each subscription. */
    long consumedCount() {
        return consumed.sum();
    }

    /** Changes whenever a consumer settles something. */
    long settlementCount() {
        return settlements.get();
    }

    /** Whether as much was consumed as was confirmed. What has an unknown outcome may still be to come. */
    boolean isDrained() {
        return consumed.sum() >= expected.sum();
    }

    /** Judges all that has happened so far. */
    synchronized Findings check() {
        return new LedgerCheck(streams, List.copyOf(subscriptions.values()), unknownTransactions).run();
    }

    void countSent() {
        sent.increment();
    }

    void countConfirmed(String destination) {
        confirmed.increment();
        expected.add(copies(destination));
    }

    void countDelivered(int consumedCount) {
        consumed.add(consumedCount);
        settlements.incrementAndGet();
    }

    synchronized void addUnknown(List<SentBatch.Entry> transaction) {
        unknownTransactions.add(transaction);
    }

    private synchronized int copies(String destination) {
        int copies = 0;
        for (Subscription subscription : subscriptions.values()) {
            copies += subscription.destination().equals(destination) ? 1 : 0;
        }
        return copies;
    }
}
