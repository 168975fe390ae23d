package io.epona.broker.queue;

/** The way to a consumer's client. */
public interface DeliveryTarget {
    /** Whether the client takes data now. Once it does again, the consumer must be lined up anew. */
    boolean isWritable();

    /** Sends a message. */
    void deliver(long deliveryId, EntryChunk chunk, int index);
}
