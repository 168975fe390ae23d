package io.epona.jms.destination;

import jakarta.jms.JMSException;
import jakarta.jms.TemporaryQueue;

/**
 * A temporary queue: it ends with the connection that has made it, or when it is deleted. Whoever got it with a message can
 * send to it, and nothing else. Immutable, safe for use by any thread.
 */
public final class EponaTemporaryQueue extends EponaQueue implements TemporaryQueue {
    private static final long serialVersionUID = 1L;

    private final transient TemporaryOwner owner;

    /**
     * One of this name.
     *
     * @param owner the connection that has made it, null if that is another one
     */
    public EponaTemporaryQueue(String name, TemporaryOwner owner) {
        super(name);
        this.owner = owner;
    }

    /**
     * Deletes it with all that is in it. Blocks until the broker has done that.
     *
     * @throws JMSException if it has consumers, or another connection has made it
     */
    @Override
    public void delete() throws JMSException {
        delete(owner);
    }

    @Override
    public boolean isDeleted() {
        return owner != null && !owner.isAlive(this);
    }
}
