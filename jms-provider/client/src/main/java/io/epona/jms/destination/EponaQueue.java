package io.epona.jms.destination;

import jakarta.jms.Queue;

/** A queue, known by its name. Immutable, safe for use by any thread. */
public final class EponaQueue extends EponaDestination implements Queue {
    private static final long serialVersionUID = 1L;

    /** @throws IllegalArgumentException if the name is not valid, see {@link EponaDestination} */
    public EponaQueue(String name) {
        super(name);
    }

    @Override
    public boolean isQueue() {
        return true;
    }

    @Override
    public String getQueueName() {
        return name();
    }
}
