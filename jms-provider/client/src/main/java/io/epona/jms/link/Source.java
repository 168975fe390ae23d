package io.epona.jms.link;

import io.epona.protocol.wire.DestinationKind;

/**
 * What a consumer consumes from.
 *
 * @param destination its name
 * @param subscription the name of the durable subscription, empty for none
 * @param selector which messages it gets, empty for all
 */
public record Source(DestinationKind kind, String destination, String subscription, String selector) {
    boolean isDurable() {
        return !subscription.isEmpty();
    }
}
