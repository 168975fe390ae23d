package io.epona.jms.link;

import io.epona.protocol.Protocol;
import io.epona.protocol.wire.DestinationKind;

/**
 * What a consumer consumes from.
 *
 * @param destination its name
 * @param subscription the name of the subscription, empty for none
 * @param selector which messages it gets, empty for all
 * @param terms what else there is to say of a subscription to a topic
 */
public record Source(
        DestinationKind kind, String destination, String subscription, String selector, SubscriptionTerms terms) {
    /** Whether what it consumes from is still there after the broker was started again. */
    boolean outlivesBroker() {
        return terms.isDurable() || kind == DestinationKind.QUEUE && !destination.startsWith(Protocol.TEMPORARY_PREFIX);
    }
}
