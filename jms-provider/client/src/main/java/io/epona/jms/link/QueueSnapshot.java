package io.epona.jms.link;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The messages of a queue at one time, fetched a few at a time: what has come of them, and where to go on. Guarded by the
 * session's lock.
 */
public final class QueueSnapshot {
    private static final int HIGHEST_PRIORITY = 9;

    private final String queue;
    private final String selector;
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
    /** What has come of an answer that is not complete; if the link is lost it comes again. */
    private final Map<Long, Delivery> arriving = new LinkedHashMap<>();

    private long lastMessage;
    private long afterMessage;
    private int priority = HIGHEST_PRIORITY;
    private boolean isComplete;

    QueueSnapshot(String queue, String selector) {
        this.queue = queue;
        this.selector = selector;
    }

    String queue() {
        return queue;
    }

    String selector() {
        return selector;
    }

    /** The number of its last message, 0 before it is taken. */
    long lastMessage() {
        return lastMessage;
    }

    /** Where to go on: behind the message of this number and {@link #priority()}. */
    long afterMessage() {
        return afterMessage;
    }

    int priority() {
        return priority;
    }

    void onMessage(Delivery message) {
        arriving.putIfAbsent(message.messageNumber(), message);
    }

    /** All messages of an answer have come, up to a place. */
    void onAnswered(long newLastMessage, int newPriority, long newAfterMessage, boolean isLast) {
        waiting.addAll(arriving.values());
        arriving.clear();
        lastMessage = newLastMessage;
        priority = newPriority;
        afterMessage = newAfterMessage;
        isComplete = isLast;
    }

    /** Whether everything was fetched. */
    boolean isComplete() {
        return isComplete;
    }

    /** The next message of those that were fetched, null if there is none. */
    Delivery poll() {
        return waiting.poll();
    }
}
