package io.epona.jms.link;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a consumer has received and the broker has not yet confirmed as acknowledged, in order of delivery id: first those
 * that the application was shown, then those that wait. Guarded by the session's lock.
 *
 * <pre>
 *  confirmed │ acknowledged, not confirmed │ shown, not acknowledged │ waiting
 *            │◄──────────────────── held on a resume ────────────────────────►
 *                               acknowledgedTo                   shownTo    nextId
 * </pre>
 *
 * Acknowledging is cumulative in every mode but one, in which nothing of this picture moves until the broker confirms; what is acknowledged goes to the broker a little later, many at once, so
 * {@code acknowledgementSentTo <= acknowledgedTo <= shownTo < nextId}.
 */
final class Deliveries {
    private final ShownDeliveries shown = new ShownDeliveries();
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long nextId = 1;
    private long shownTo;
    private long acknowledgedTo;
    private long acknowledgementSentTo;

    void add(Delivery delivery) {
        nextId = delivery.id() + 1;
        waiting.add(delivery);
        waitingBytes += delivery.length();
    }

    /** Notes that a delivery came without keeping it. */
    void skip(Delivery delivery) {
        nextId = delivery.id() + 1;
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** Takes the next one for the application to see; null if there is none. */
    Delivery show() {
        Delivery delivery = waiting.poll();
        if (delivery != null) {
            waitingBytes -= delivery.length();
            shown.add(delivery.id(), delivery.messageNumber(), delivery.isPersistent());
            shownTo = delivery.id();
        }
        return delivery;
    }

    /** Forgets the one that was just shown: the application does not see it after all. */
    void expire(Delivery delivery) {
        shown.remove(delivery.id(), delivery.id());
    }

    /** The next ones that the application has not seen, this many at most. */
    List<Delivery> firstWaiting(int limit) {
        return waiting.stream().limit(limit).toList();
    }

    /** These are another consumer's from now on. */
    void moveAway(List<Delivery> moved) {
        Set<Long> ids = moved.stream().map(Delivery::id).collect(Collectors.toSet());
        dropWaiting(delivery -> ids.contains(delivery.id()));
    }

    /** Counts everything up to this id as acknowledged. */
    void acknowledgeTo(long id) {
        acknowledgedTo = Math.max(acknowledgedTo, id);
    }

    boolean hasUnsentAcknowledgement() {
        return acknowledgedTo > acknowledgementSentTo;
    }

    /** The first id of the next range to acknowledge, which ends at {@link #acknowledgedTo}; that is then sent. */
    long sendAcknowledgement() {
        long from = acknowledgementSentTo + 1;
        acknowledgementSentTo = acknowledgedTo;
        return from;
    }

    /** The broker has confirmed the acknowledgement of these ids, both included. */
    void confirm(long from, long to) {
        shown.remove(from, to);
    }

    /** Whether it was shown, and neither given back nor confirmed as acknowledged. */
    boolean hasShown(Delivery delivery) {
        return shown.contains(delivery.id());
    }

    boolean hasUnacknowledged() {
        return !shown.isEmpty() && shown.lastId() > acknowledgedTo;
    }

    /** The broker has everything back that was not acknowledged; ids up to here mean nothing any more. */
    void giveBackUnacknowledged() {
        shown.remove(acknowledgedTo + 1, Long.MAX_VALUE);
        dropWaiting();
        shownTo = nextId - 1;
        acknowledgedTo = shownTo;
        acknowledgementSentTo = shownTo;
    }

    /** As {@link #giveBackUnacknowledged} after a transaction that took no effect, whatever its commit acknowledged. */
    void giveBackAll() {
        shown.remove(Long.MIN_VALUE, Long.MAX_VALUE);
        giveBackUnacknowledged();
    }

    void dropWaiting() {
        waiting.clear();
        waitingBytes = 0;
    }

    /**
     * Another run of the broker knows nothing of what is not persistent. What was shown already is left to the application,
     * but is not held any more: other messages may have got those numbers.
     */
    void loseNonPersistent() {
        shown.loseVolatile();
        dropWaiting(delivery -> !delivery.isPersistent());
    }

    /** Keeps the oldest ones only, as many as one frame can name. */
    void truncate(int limit, LongConsumer onShownDropped) {
        while (count() > limit && !waiting.isEmpty()) {
            waitingBytes -= waiting.pollLast().length();
        }
        while (count() > limit) {
            long id = shown.lastId();
            shown.remove(id, id);
            onShownDropped.accept(id);
        }
    }

    /**
     * Forgets deliveries that others have now.
     *
     * @param onShownRefused hears of each one that the application has already seen
     */
    void refuse(Set<Long> ids, LongConsumer onShownRefused) {
        if (ids.isEmpty()) {
            return;
        }
        dropWaiting(delivery -> ids.contains(delivery.id()));
        for (long id : ids) {
            if (shown.remove(id, id) > 0) {
                onShownRefused.accept(id);
            }
        }
    }

    private void dropWaiting(Predicate<Delivery> isToDrop) {
        waiting.removeIf(isToDrop);
        waitingBytes = 0;
        for (Delivery delivery : waiting) {
            waitingBytes += delivery.length();
        }
    }

    /** What is held on a resume. */
    HeldDeliveries held() {
        HeldDeliveries held = new HeldDeliveries(count());
        shown.forEach(held::add);
        waiting.forEach(delivery -> held.add(delivery.id(), delivery.messageNumber()));
        return held;
    }

    int count() {
        return shown.count() + waiting.size();
    }

    boolean hasUnconfirmedUpTo(long id) {
        return !shown.isEmpty() && shown.firstId() <= id;
    }

    /** Number of deliveries acknowledged by this side and not confirmed by the broker. */
    long unconfirmedCount() {
        return shown.isEmpty() ? 0 : Math.max(0, acknowledgedTo - shown.firstId() + 1);
    }

    int waitingCount() {
        return waiting.size();
    }

    long waitingBytes() {
        return waitingBytes;
    }

    /** The id that the next delivery will have. */
    long nextId() {
        return nextId;
    }

    long shownTo() {
        return shownTo;
    }

    long acknowledgedTo() {
        return acknowledgedTo;
    }
}
