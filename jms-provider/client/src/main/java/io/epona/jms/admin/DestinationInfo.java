package io.epona.jms.admin;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A queue or topic as it was when the broker was asked. The numbers of a topic are the sums of its subscriptions'.
 *
 * @param isQueue whether it is a queue
 * @param messages how many there are, those in flight included
 * @param inFlight messages that consumers have received and not acknowledged
 * @param delayed messages that are not to be delivered yet
 * @param bytes of the messages, encoded
 * @param subscriptions of a topic, durable or not
 * @param properties that it was given for itself, in the order of keys; what is not here is as the broker's settings say
 */
public record DestinationInfo(
        boolean isQueue,
        String name,
        long messages,
        long inFlight,
        long delayed,
        long bytes,
        long consumers,
        long subscriptions,
        Map<String, String> properties) {
    /** Copies the properties. */
    public DestinationInfo {
        properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    }
}
