package io.epona.jms.link;

import io.epona.protocol.wire.DestinationKind;

/**
 * What a consumer consumes from.
 *
 * @param destination its name
 * @param subscription the name of the durable subscription, empty for none
 */
public record Source(DestinationKind kind, String destination, String subscription) {
    boolean isDurable() {
        return !subscription.isEmpty();
    }
}
