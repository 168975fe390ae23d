package io.epona.jms.link;

/** A delivered message, as it came. Guarded by the session's lock, apart from what never changes. */
public final class Delivery {
    private final long id;
    private final long messageNumber;
    private final int deliveryCount;
    private final boolean isPersistent;
    private final int length;
    private byte[] message;

    Delivery(long id, long messageNumber, int deliveryCount, boolean isPersistent, byte[] message) {
        this.id = id;
        this.messageNumber = messageNumber;
        this.deliveryCount = deliveryCount;
        this.isPersistent = isPersistent;
        this.length = message.length;
        this.message = message;
    }

    /** The same message as a delivery of another consumer, which takes its place. */
    Delivery renumbered(long newId) {
        return new Delivery(newId, messageNumber, deliveryCount, isPersistent, takeMessage());
    }

    /** Numbers the deliveries of a consumer: 1, 2, 3… */
    long id() {
        return id;
    }

    long messageNumber() {
        return messageNumber;
    }

    /** 1 at the first delivery. */
    public int deliveryCount() {
        return deliveryCount;
    }

    boolean isPersistent() {
        return isPersistent;
    }

    /** Of the encoded message. */
    int length() {
        return length;
    }

    /** The encoded message, which belongs to the caller from now on; to be called once. */
    public byte[] takeMessage() {
        byte[] taken = message;
        message = null;
        return taken;
    }
}
