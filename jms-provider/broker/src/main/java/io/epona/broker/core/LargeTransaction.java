package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * The sends of a transaction in progress that are too many for memory. They are in the journal, and nobody sees them; in
 * memory is for each of them what an index says of a message. Numbers of messages in here are their places in the transaction.
 */
final class LargeTransaction {
    private final long number;
    private final List<Part> parts = new ArrayList<>();
    /** Those whose destinations outlive the broker. */
    private final Int2ObjectHashMap<Part> byDestination = new Int2ObjectHashMap<>();

    private long lastPlace;

    /** @param number by which the journal knows it */
    LargeTransaction(long number) {
        this.number = number;
    }

    /**
     * What is sent to one destination.
     *
     * @param ordinal which part of the transaction it is, from 0 on
     * @param destination number of the queue or topic, 0 for one that does not outlive the broker
     * @param target null if it is to be found anew, as after a restart
     */
    record Part(int ordinal, int destination, Target target, MessageQueue messages) {}

    long number() {
        return number;
    }

    List<Part> parts() {
        return parts;
    }

    /** The part for a destination, which is made if it is missing. */
    Part part(Target target) {
        if (target.number() != 0) {
            Part known = byDestination.get(target.number());
            return known != null ? known : add(target.number(), target);
        }
        for (Part part : parts) {
            if (part.target() == target) {
                return part;
            }
        }
        return add(0, target);
    }

    /** Likewise, for recovery. */
    Part part(int destination) {
        Part known = byDestination.get(destination);
        return known != null ? known : add(destination, null);
    }

    private Part add(int destination, Target target) {
        MessageQueue messages = new MessageQueue(destination, "transaction " + number, true, work -> {});
        Part part = new Part(parts.size(), destination, target, messages);
        parts.add(part);
        if (destination != 0) {
            byDestination.put(destination, part);
        }
        return part;
    }

    /** The place of one more message. */
    long takePlace() {
        return ++lastPlace;
    }

    /** Recovery: there is a message at this place. */
    void resumeAfter(long place) {
        lastPlace = Math.max(lastPlace, place);
    }

    long lastPlace() {
        return lastPlace;
    }

    int count() {
        long count = 0;
        for (Part part : parts) {
            count += part.messages().messageCount();
        }
        return (int) Math.min(Integer.MAX_VALUE, count);
    }

    long length() {
        long length = 0;
        for (Part part : parts) {
            length += part.messages().byteCount();
        }
        return length;
    }

    /** A destination of it that is gone by now, null if there is none. */
    Target goneTarget() {
        for (Part part : parts) {
            if (part.target() != null && part.target().isGone()) {
                return part.target();
            }
        }
        return null;
    }
}
