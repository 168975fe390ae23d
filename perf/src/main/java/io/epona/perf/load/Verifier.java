package io.epona.perf.load;

import io.epona.perf.result.Verification;
import io.epona.perf.workload.MessagePlan;
import io.epona.perf.workload.Workload;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Compares what was sent with what was received, when all have ended. */
final class Verifier {
    private static final int EXAMPLE_LIMIT = 5;

    private final Workload workload;
    private final MessagePlan plan;
    private final List<Ledger> sent;
    private final List<Receipts> received;
    private final List<String> examples = new ArrayList<>();
    private long lost;
    private long doubled;

    Verifier(Workload workload, List<Ledger> sent, List<Receipts> received) {
        this.workload = workload;
        this.sent = sent;
        this.received = received;
        plan = new MessagePlan(workload);
    }

    /** @param errors what went wrong in the threads of producers and consumers */
    Verification verify(List<String> errors) {
        // Consumers of queues share one copy of every message; each subscriber of a topic has a copy to itself.
        if (workload.places().isTopic()) {
            received.forEach(receipts -> verifyCopy(List.of(receipts)));
        } else {
            verifyCopy(received);
        }
        return new Verification(
                sent.stream().mapToLong(Ledger::sentCount).sum(),
                sent.stream().mapToLong(Ledger::inDoubtCount).sum(),
                received.stream().mapToLong(Receipts::received).sum(),
                lost,
                doubled + received.stream().mapToLong(Receipts::doubled).sum(),
                received.stream().mapToLong(Receipts::reordered).sum(),
                received.stream().mapToLong(Receipts::misrouted).sum(),
                received.stream().mapToLong(Receipts::damaged).sum(),
                received.stream().mapToLong(Receipts::foreign).sum(),
                splitGroups(),
                List.copyOf(examples),
                List.copyOf(errors));
    }

    private void verifyCopy(List<Receipts> sharers) {
        for (int producer = 0; producer < sent.size(); producer++) {
            BitSet union = new BitSet();
            long arrivals = 0;
            for (Receipts receipts : sharers) {
                union.or(receipts.seen(producer));
                arrivals += receipts.seen(producer).cardinality();
            }
            doubled += arrivals - union.cardinality();
            countLost(producer, union, sharers);
        }
    }

    private void countLost(int producer, BitSet union, List<Receipts> sharers) {
        Ledger ledger = sent.get(producer);
        long limit = ledger.sentCount();
        for (int sequence = union.nextClearBit(0); sequence < limit; sequence = union.nextClearBit(sequence + 1)) {
            if (isExpected(sequence, sharers) && !ledger.isInDoubt(sequence)) {
                lost++;
                if (examples.size() < EXAMPLE_LIMIT) {
                    examples.add(
                            "lost: producer=" + producer + " sequence=" + sequence + " place=" + plan.place(sequence));
                }
            }
        }
    }

    private boolean isExpected(long sequence, List<Receipts> sharers) {
        return !plan.hasParts()
                || sharers.size() > 1
                || plan.part(sequence) == sharers.get(0).part();
    }

    /** Groups that more than one consumer of the same queues received. */
    private long splitGroups() {
        if (!plan.hasGroups() || workload.places().isTopic()) {
            return 0;
        }
        BitSet once = new BitSet();
        BitSet again = new BitSet();
        for (Receipts receipts : received) {
            BitSet both = (BitSet) once.clone();
            both.and(receipts.groups());
            again.or(both);
            once.or(receipts.groups());
        }
        return again.cardinality();
    }
}
