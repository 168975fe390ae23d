package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;
import java.util.List;

/**
 * What a producer sends to.
 *
 * @param name of the queue or topic in UTF-8, to recognise it without decoding
 * @param indexes those that get each message: of a queue its own, of a topic its subscriptions at the time
 */
record Target(byte[] name, boolean isQueue, List<MessageQueue> indexes) {}
