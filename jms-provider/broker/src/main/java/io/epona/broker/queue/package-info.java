/**
 * The index of a queue or subscription, and those who consume from it. Entry type:
 * {@link io.epona.broker.queue.MessageQueue}. Confined to the broker's event loop; knows nothing of the journal, the wire
 * or the clients.
 */
package io.epona.broker.queue;
