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
    /** A client learns of a refusal when it comes; a resume repeats those that may have been lost on the way. */
    private static final int MAX_REJECTIONS = 32_768;

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
        TreeMap<Long, ErrorCode> rejected = rejections.computeIfAbsent(producerId, id -> new TreeMap<>());
        rejected.put(sequence, code);
        if (rejected.size() > MAX_REJECTIONS) {
            rejected.pollFirstEntry();
        }
    }

    /** The refused sequences of a producer with their reasons, in order; of very many the latest. */
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
