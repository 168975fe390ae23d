package io.epona.broker.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.Long2LongHashMap;

/** Adds up the effects of distributed transactions: which are in doubt, and what they take of the log. */
final class BranchTally {
    private final Long2LongHashMap lengthByBranch = new Long2LongHashMap(0);
    private final Map<Long, List<Long>> largeByBranch = new HashMap<>();
    private final Map<String, Long> branchByXid = new HashMap<>();

    /** @return whether the effect is about a branch */
    boolean add(EffectDescription effect, int recordLength) {
        switch (effect.type()) {
            case "BranchSent", "BranchAcknowledged" -> add(effect.number("branch"), recordLength);
            case "BranchPending" -> {
                add(effect.number("branch"), recordLength);
                largeByBranch
                        .computeIfAbsent(effect.number("branch"), key -> new ArrayList<>())
                        .add(effect.number("transaction"));
            }
            case "BranchPrepared" -> {
                add(effect.number("branch"), recordLength);
                branchByXid.put(effect.text("xid"), effect.number("branch"));
            }
            case "BranchCompleted" -> {
                Long branch = branchByXid.remove(effect.text("xid"));
                if (branch != null) {
                    forget(branch);
                }
            }
            default -> {
                return effect.type().equals("BranchForgotten");
            }
        }
        return true;
    }

    private void add(long branch, int recordLength) {
        if (branchByXid.containsValue(branch)) {
            // Said again behind what reclaim drops, or the first record of that.
            branchByXid.values().remove(branch);
            forget(branch);
        }
        lengthByBranch.put(branch, lengthByBranch.get(branch) + recordLength);
    }

    private void forget(long branch) {
        lengthByBranch.remove(branch);
        largeByBranch.remove(branch);
    }

    /** The large transactions that belong to those in doubt. */
    List<Long> inDoubtLarge() {
        return branchByXid.values().stream()
                .flatMap(branch -> largeByBranch.getOrDefault(branch, List.of()).stream())
                .toList();
    }

    /** Transactions that are prepared and not decided. */
    int inDoubtCount() {
        return branchByXid.size();
    }

    /** Bytes of the log that they take. */
    long inDoubtLength() {
        long length = 0;
        for (long branch : branchByXid.values()) {
            length += lengthByBranch.get(branch);
        }
        return length;
    }
}
