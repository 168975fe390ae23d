package io.epona.jms.link;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
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
    private final ArrayDeque<Delivery> shown = new ArrayDeque<>();
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
            shown.add(delivery);
            shownTo = delivery.id();
        }
        return delivery;
    }

    /** Forgets the one that was just shown: the application does not see it after all. */
    void expire(Delivery delivery) {
        shown.removeLastOccurrence(delivery);
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
        while (!shown.isEmpty() && shown.peek().id() >= from && shown.peek().id() <= to) {
            shown.poll();
        }
        if (!shown.isEmpty() && shown.peek().id() < from) {
            // Acknowledged one by one, and not in order, or held by a branch.
            shown.removeIf(delivery -> delivery.id() >= from && delivery.id() <= to);
        }
    }

    /** Whether it was shown, and neither given back nor confirmed as acknowledged. */
    boolean hasShown(Delivery delivery) {
        return shown.contains(delivery);
    }

    boolean hasUnacknowledged() {
        return !shown.isEmpty() && shown.peekLast().id() > acknowledgedTo;
    }

    /** The broker has everything back that was not acknowledged; ids up to here mean nothing any more. */
    void giveBackUnacknowledged() {
        while (hasUnacknowledged()) {
            shown.pollLast();
        }
        dropWaiting();
        shownTo = nextId - 1;
        acknowledgedTo = shownTo;
        acknowledgementSentTo = shownTo;
    }

    /** As {@link #giveBackUnacknowledged} after a transaction that took no effect, whatever its commit acknowledged. */
    void giveBackAll() {
        shown.clear();
        giveBackUnacknowledged();
    }

    void dropWaiting() {
        waiting.clear();
        waitingBytes = 0;
    }

    /** Another run of the broker knows nothing of them; those already shown are left to the application. */
    void dropWaitingNonPersistent() {
        dropWaiting(delivery -> !delivery.isPersistent());
    }

    /** Keeps the oldest ones only, as many as one frame can name. */
    void truncate(int limit, Consumer<Delivery> onShownDropped) {
        while (count() > limit && !waiting.isEmpty()) {
            waitingBytes -= waiting.pollLast().length();
        }
        while (count() > limit) {
            onShownDropped.accept(shown.pollLast());
        }
    }

    /**
     * Forgets deliveries that others have now.
     *
     * @param onShownRefused hears of each one that the application has already seen
     */
    void refuse(Set<Long> ids, Consumer<Delivery> onShownRefused) {
        if (ids.isEmpty()) {
            return;
        }
        dropWaiting(delivery -> ids.contains(delivery.id()));
        for (Iterator<Delivery> each = shown.iterator(); each.hasNext(); ) {
            Delivery delivery = each.next();
            if (ids.contains(delivery.id())) {
                each.remove();
                onShownRefused.accept(delivery);
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

    void forEach(Consumer<Delivery> action) {
        shown.forEach(action);
        waiting.forEach(action);
    }

    int count() {
        return shown.size() + waiting.size();
    }

    boolean hasUnconfirmedUpTo(long id) {
        return !shown.isEmpty() && shown.peek().id() <= id;
    }

    /** Number of deliveries acknowledged by this side and not confirmed by the broker. */
    long unconfirmedCount() {
        return shown.isEmpty() ? 0 : Math.max(0, acknowledgedTo - shown.peek().id() + 1);
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
