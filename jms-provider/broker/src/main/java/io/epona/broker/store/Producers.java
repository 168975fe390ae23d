package io.epona.broker.store;

import io.epona.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * How far each producer got: the last sequence that was appended, and which ones up to it were refused. A repetition of a
 * sequence up to it is recognised here. Rebuilt from the journal. Confined to the broker's loop.
 */
public final class Producers {
    /** A client learns of a refusal when it comes; a resume repeats those that may have been lost on the way. */
    private static final int MAX_REJECTIONS = 32_768;

    private static final long NOWHERE = Long.MAX_VALUE;

    private final Long2ObjectHashMap<Progress> byId = new Long2ObjectHashMap<>();

    private static final class Progress {
        private long lastSequence;
        /** Where the journal says so, and the oldest place where it speaks of a refusal. */
        private long position = NOWHERE;

        private long rejectedPosition = NOWHERE;
        private TreeMap<Long, ErrorCode> rejections;
        /** The first of them that the journal does not speak of yet. */
        private long firstUnrecorded = NOWHERE;
    }

    private Progress progress(long producerId) {
        Progress progress = byId.get(producerId);
        if (progress == null) {
            progress = new Progress();
            byId.put(producerId, progress);
        }
        return progress;
    }

    /** The last sequence of the producer, 0 if it has none. */
    public long lastSequence(long producerId) {
        Progress progress = byId.get(producerId);
        return progress == null ? 0 : progress.lastSequence;
    }

    /** Notes that a sequence was dealt with, without a trace in the journal. */
    public void advance(long producerId, long sequence) {
        Progress progress = progress(producerId);
        progress.lastSequence = Math.max(progress.lastSequence, sequence);
    }

    /** Notes that a sequence was appended to the journal at a position. */
    public void advance(long producerId, long sequence, long position) {
        Progress progress = progress(producerId);
        // Reclaim says older things again.
        if (sequence >= progress.lastSequence) {
            progress.lastSequence = sequence;
            progress.position = position;
        }
    }

    /** Notes that a sequence was refused, as the journal says at a position. */
    public void reject(long producerId, long sequence, ErrorCode code, long position) {
        advance(producerId, sequence, position);
        Progress progress = byId.get(producerId);
        addRejection(progress, sequence, code);
        progress.rejectedPosition = Math.min(progress.rejectedPosition, position);
    }

    /** Notes that a sequence was refused; {@link #recordRefusals} tells the journal. */
    public void refuse(long producerId, long sequence, ErrorCode code) {
        advance(producerId, sequence);
        Progress progress = byId.get(producerId);
        addRejection(progress, sequence, code);
        progress.firstUnrecorded = Math.min(progress.firstUnrecorded, sequence);
    }

    private static void addRejection(Progress progress, long sequence, ErrorCode code) {
        if (progress.rejections == null) {
            progress.rejections = new TreeMap<>();
        }
        progress.rejections.put(sequence, code);
        if (progress.rejections.size() > MAX_REJECTIONS) {
            progress.rejections.pollFirstEntry();
        }
    }

    /**
     * Writes the refusals of a producer that the journal does not speak of yet: before any effect that lets it seem as if
     * the refused sequences had been accepted.
     */
    public void recordRefusals(long producerId, EffectWriter effects) {
        Progress progress = byId.get(producerId);
        if (progress == null || progress.firstUnrecorded == NOWHERE) {
            return;
        }
        for (Map.Entry<Long, ErrorCode> refusal :
                progress.rejections.tailMap(progress.firstUnrecorded).entrySet()) {
            effects.sequenceRejected(producerId, refusal.getKey(), refusal.getValue());
            progress.rejectedPosition = Math.min(progress.rejectedPosition, effects.lastPosition());
        }
        progress.firstUnrecorded = NOWHERE;
    }

    /** The refused sequences of a producer with their reasons, in order; of very many the latest. */
    public Map<Long, ErrorCode> rejections(long producerId) {
        Progress progress = byId.get(producerId);
        return progress == null || progress.rejections == null
                ? Map.of()
                : Collections.unmodifiableMap(progress.rejections);
    }

    /** Forgets a producer; whether anything was known of it. */
    public boolean forget(long producerId) {
        Progress progress = byId.remove(producerId);
        return progress != null && progress.lastSequence != 0;
    }

    /** What is known of all producers, to be written to a checkpoint piece by piece. */
    public List<Consumer<EffectWriter>> statements() {
        List<Consumer<EffectWriter>> statements = new ArrayList<>();
        byId.forEachLong((producerId, progress) -> statements.add(to -> {
            recordRejections(producerId, progress, to);
            to.producerAdvanced(producerId, progress.lastSequence);
        }));
        return statements;
    }

    /**
     * Writes again what the journal says of producers before a position.
     *
     * @param effects writes to the journal
     * @param limit of producers in one go
     * @return whether that was all
     */
    public boolean recordAgain(long position, EffectWriter effects, int limit) {
        int[] left = {limit};
        byId.forEachLong((producerId, progress) -> {
            boolean isDue = progress.position < position || progress.rejectedPosition < position;
            if (left[0] > 0 && isDue) {
                progress.rejectedPosition = recordRejections(producerId, progress, effects);
                progress.firstUnrecorded = NOWHERE;
                effects.producerAdvanced(producerId, progress.lastSequence);
                progress.position = effects.lastPosition();
                left[0]--;
            }
        });
        return left[0] > 0;
    }

    /** @return where the first one is */
    private static long recordRejections(long producerId, Progress progress, EffectWriter effects) {
        long first = NOWHERE;
        if (progress.rejections != null) {
            for (Map.Entry<Long, ErrorCode> rejection : progress.rejections.entrySet()) {
                effects.sequenceRejected(producerId, rejection.getKey(), rejection.getValue());
                first = Math.min(first, effects.lastPosition());
            }
        }
        return first;
    }
}
