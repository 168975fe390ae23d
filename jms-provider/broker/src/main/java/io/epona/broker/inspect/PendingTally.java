package io.epona.broker.inspect;

import java.util.HashMap;
import java.util.Map;
import org.agrona.collections.Long2ObjectHashMap;

/** Adds up what large transactions have sent and is in no queue: not yet, or never if they were not committed. */
final class PendingTally {
    /** By transaction, destination, and place in the transaction. */
    private final Map<Long, Map<Long, Long2ObjectHashMap<SentMessage>>> byTransaction = new HashMap<>();

    /** Adds a message, or notes where it has been copied to. */
    void add(EffectDescription effect, long position, int recordLength) {
        byTransaction
                .computeIfAbsent(effect.number("transaction"), key -> new HashMap<>())
                .computeIfAbsent(effect.number("destination"), key -> new Long2ObjectHashMap<>())
                .put(effect.number("place"), SentMessage.of(effect, position, recordLength));
    }

    /** Takes out what a transaction has sent to a destination, by place: it has come into queues. */
    Map<Long, SentMessage> take(long transaction, long destination) {
        Map<Long, SentMessage> taken =
                byTransaction.getOrDefault(transaction, new HashMap<>()).remove(destination);
        return taken == null ? Map.of() : taken;
    }

    /** Bytes of the log that a transaction takes which has not been committed. */
    long length(long transaction) {
        long length = 0;
        for (Map<Long, SentMessage> sent :
                byTransaction.getOrDefault(transaction, Map.of()).values()) {
            for (SentMessage each : sent.values()) {
                length += each.recordLength();
            }
        }
        return length;
    }
}
