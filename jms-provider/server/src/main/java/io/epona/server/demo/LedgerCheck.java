package io.epona.server.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One judgement of a ledger: reads every log, then compares it with what was sent. Used once. */
final class LedgerCheck {
    private static final int EXAMPLE_LIMIT = 5;

    private final List<SentStream> streams;
    private final List<Ledger.Subscription> subscriptions;
    private final List<List<SentBatch.Entry>> unknownTransactions;
    /** Whether a message reached any consumer, by stream and sequence. */
    private final Map<SentStream, boolean[]> arrived = new HashMap<>();

    private final List<String> examples = new ArrayList<>();
    private long consumed;
    private long lost;
    private long duplicated;
    private long reordered;
    private long phantom;
    private long torn;

    LedgerCheck(
            List<SentStream> streams,
            List<Ledger.Subscription> subscriptions,
            List<List<SentBatch.Entry>> unknownTransactions) {
        this.streams = streams;
        this.subscriptions = subscriptions;
        this.unknownTransactions = unknownTransactions;
        streams.forEach(stream -> arrived.put(stream, new boolean[stream.count()]));
    }

    Findings run() {
        for (Ledger.Subscription subscription : subscriptions) {
            checkSubscription(subscription);
        }
        for (SentStream stream : streams) {
            if (subscriptions.stream().noneMatch(s -> s.destination().equals(stream.destination()))) {
                checkUnheard(stream);
            }
        }
        unknownTransactions.forEach(this::checkWhole);
        return new Findings(
                streams.stream().mapToLong(SentStream::count).sum(),
                countOutcomes(Outcome.CONFIRMED),
                countOutcomes(Outcome.ROLLED_BACK),
                countOutcomes(Outcome.UNKNOWN),
                consumed,
                lost,
                duplicated,
                reordered,
                phantom,
                torn,
                List.copyOf(examples));
    }

    private void checkSubscription(Ledger.Subscription subscription) {
        Map<Integer, StreamTally> tallies = new HashMap<>();
        boolean isShared = subscription.logs().size() > 1;
        for (SentStream stream : streams) {
            if (stream.destination().equals(subscription.destination())) {
                tallies.put(stream.id(), new StreamTally(stream, isShared));
            }
        }
        // A message that was given back may come later than its successors, to any consumer; so all that was given back
        // is gathered before order is judged.
        for (ReceivedLog log : subscription.logs()) {
            log.read(new ReturnReader(tallies));
        }
        for (ReceivedLog log : subscription.logs()) {
            tallies.values().forEach(StreamTally::beginLog);
            log.read(new DeliveryReader(subscription, tallies));
        }
        tallies.values().forEach(tally -> checkConfirmed(subscription, tally));
    }

    private void checkConfirmed(Ledger.Subscription subscription, StreamTally tally) {
        SentStream stream = tally.stream();
        for (int sequence = 0; sequence < stream.count(); sequence++) {
            if (tally.consumedCount(sequence) > 1) {
                duplicated += tally.consumedCount(sequence) - 1;
                example("duplicated", subscription, stream.name(sequence));
            } else if (stream.outcome(sequence) == Outcome.CONFIRMED && !tally.mayBeConsumed(sequence)) {
                lost++;
                example("lost", subscription, stream.name(sequence));
            }
            arrived.get(stream)[sequence] |= tally.mayBeConsumed(sequence);
        }
    }

    private void checkUnheard(SentStream stream) {
        for (int sequence = 0; sequence < stream.count(); sequence++) {
            if (stream.outcome(sequence) == Outcome.CONFIRMED) {
                lost++;
            }
        }
    }

    private void checkWhole(List<SentBatch.Entry> transaction) {
        long arrivedCount = transaction.stream()
                .filter(entry -> arrived.get(entry.stream())[entry.sequence()])
                .count();
        if (arrivedCount != 0 && arrivedCount != transaction.size()) {
            torn++;
            SentBatch.Entry first = transaction.get(0);
            addExample("torn: arrived=" + arrivedCount + " sent=" + transaction.size() + " first: "
                    + first.stream().name(first.sequence()));
        }
    }

    private long countOutcomes(Outcome outcome) {
        long count = 0;
        for (SentStream stream : streams) {
            for (int sequence = 0; sequence < stream.count(); sequence++) {
                count += stream.outcome(sequence) == outcome ? 1 : 0;
            }
        }
        return count;
    }

    private void example(String fault, Ledger.Subscription subscription, String message) {
        addExample(fault + ": " + message + " subscription=" + subscription.name());
    }

    private void addExample(String example) {
        if (examples.size() < EXAMPLE_LIMIT) {
            examples.add(example);
        }
    }

    /** Notes what was given back. */
    private record ReturnReader(Map<Integer, StreamTally> tallies) implements ReceivedLog.Reader {
        @Override
        public void delivery(int stream, int sequence, Settlement settlement) {
            StreamTally tally = tallies.get(stream);
            if (settlement != Settlement.CONSUMED && tally != null && tally.wasSent(sequence)) {
                tally.addReturn(sequence, settlement);
            }
        }

        @Override
        public void settled(Settlement settlement) {
            // A return is a return whatever else was settled with it.
        }
    }

    /** Judges each delivery of one log. */
    private final class DeliveryReader implements ReceivedLog.Reader {
        private final Ledger.Subscription subscription;
        private final Map<Integer, StreamTally> tallies;

        DeliveryReader(Ledger.Subscription subscription, Map<Integer, StreamTally> tallies) {
            this.subscription = subscription;
            this.tallies = tallies;
        }

        @Override
        public void delivery(int stream, int sequence, Settlement settlement) {
            StreamTally tally = tallies.get(stream);
            consumed += settlement == Settlement.CONSUMED ? 1 : 0;
            if (tally == null || !tally.wasSent(sequence)) {
                phantom++;
                example("never sent", subscription, "stream=" + stream + " sequence=" + sequence);
                return;
            }
            String name = tally.stream().name(sequence);
            if (tally.stream().outcome(sequence) == Outcome.ROLLED_BACK) {
                phantom++;
                example("rolled back", subscription, name);
            }
            if (tally.isOutOfOrder(sequence)) {
                reordered++;
                example("reordered", subscription, name);
            }
            if (settlement != Settlement.CONSUMED && tally.consumedCount(sequence) > 0) {
                duplicated++;
                example("delivered again", subscription, name);
            }
            tally.addDelivery(sequence, settlement);
        }

        @Override
        public void settled(Settlement settlement) {
            if (settlement != Settlement.CONSUMED) {
                tallies.values().forEach(StreamTally::endReturn);
            }
        }
    }
}
