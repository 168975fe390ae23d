package io.epona.server.cli;

import io.epona.jms.admin.DestinationInfo;
import io.epona.jms.admin.SubscriptionInfo;
import java.util.LinkedHashMap;
import java.util.Map;

/** What commands show of queues, topics and subscriptions. */
final class DestinationFields {
    private DestinationFields() {}

    static String uri(DestinationInfo info) {
        return (info.isQueue() ? "queue://" : "topic://") + info.name();
    }

    static Map<String, Object> of(DestinationInfo info) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("destination", uri(info));
        fields.put("messages", info.messages());
        fields.put("inFlight", info.inFlight());
        fields.put("delayed", info.delayed());
        fields.put("bytes", info.bytes());
        fields.put("consumers", info.consumers());
        if (!info.isQueue()) {
            fields.put("subscriptions", info.subscriptions());
        }
        if (!info.properties().isEmpty()) {
            fields.put("properties", info.properties());
        }
        return fields;
    }

    static Map<String, Object> of(SubscriptionInfo info) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("clientId", info.clientId());
        fields.put("subscription", info.name());
        fields.put("messages", info.messages());
        fields.put("inFlight", info.inFlight());
        fields.put("bytes", info.bytes());
        fields.put("consumers", info.consumers());
        return fields;
    }
}
