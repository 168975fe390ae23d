package io.epona.jms.destination;

import jakarta.jms.Queue;

/** A queue, known by its name. Immutable, safe for use by any thread. */
public sealed class EponaQueue extends EponaDestination implements Queue permits EponaTemporaryQueue {
    private static final long serialVersionUID = 1L;

    /** @throws IllegalArgumentException if the name is not valid, see {@link EponaDestination} */
    public EponaQueue(String name) {
        super(name);
    }

    @Override
    public final boolean isQueue() {
        return true;
    }

    @Override
    public final String getQueueName() {
        return name();
    }
}
