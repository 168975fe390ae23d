package io.epona.broker.inspect;

import org.agrona.collections.LongHashSet;

/** What a journal says of one queue or durable subscription. */
public final class QueueTally {
    private final long queue;
    private final String name;
    private final LongHashSet live = new LongHashSet();
    private long addedCount;
    private long removedCount;

    QueueTally(long queue, String name) {
        this.queue = queue;
        this.name = name;
    }

    /** The number by which effects refer to it. */
    public long queue() {
        return queue;
    }

    /** The queue's name, or that of the client and the subscription. */
    public String name() {
        return name;
    }

    /** Messages that were ever added. */
    public long addedCount() {
        return addedCount;
    }

    /** Of these, how many left again. */
    public long removedCount() {
        return removedCount;
    }

    /** Messages that a restart would find in it. */
    public long liveCount() {
        return live.size();
    }

    void add(long number) {
        addedCount++;
        live.add(number);
    }

    /** @return whether the message was there */
    boolean remove(long number) {
        boolean wasThere = live.remove(number);
        removedCount += wasThere ? 1 : 0;
        return wasThere;
    }

    LongHashSet live() {
        return live;
    }
}
