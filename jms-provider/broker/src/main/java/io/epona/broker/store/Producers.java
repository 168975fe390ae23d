package io.epona.broker.store;

import io.epona.protocol.ErrorCode;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * How far each producer got: the last sequence that was appended, and which ones up to it were refused. A repetition of a
 * sequence up to it is recognised here. Rebuilt from the journal.
 */
public final class Producers {
    private static final long NONE = 0;

    private final Long2LongHashMap lastSequences = new Long2LongHashMap(NONE);
    private final Long2ObjectHashMap<TreeMap<Long, ErrorCode>> rejections = new Long2ObjectHashMap<>();

    /** The last sequence of the producer, 0 if it has none. */
    public long lastSequence(long producerId) {
        return lastSequences.get(producerId);
    }

    /** Notes that a sequence was appended. */
    public void advance(long producerId, long sequence) {
        lastSequences.put(producerId, sequence);
    }

    /** Notes that a sequence was refused. */
    public void reject(long producerId, long sequence, ErrorCode code) {
        advance(producerId, sequence);
        rejections.computeIfAbsent(producerId, id -> new TreeMap<>()).put(sequence, code);
    }

    /** The refused sequences of a producer with their reasons, in order. */
    public Map<Long, ErrorCode> rejections(long producerId) {
        TreeMap<Long, ErrorCode> rejected = rejections.get(producerId);
        return rejected == null ? Map.of() : rejected;
    }

    /** Forgets a producer; whether anything was known of it. */
    public boolean forget(long producerId) {
        rejections.remove(producerId);
        return lastSequences.remove(producerId) != NONE;
    }

    /** The producers that are known. */
    public Collection<Long> ids() {
        return lastSequences.keySet();
    }
}
