package io.epona.broker.core;

import io.epona.broker.queue.IndexName;
import io.epona.broker.queue.MessageQueue;
import io.epona.broker.selector.Selector;
import io.epona.protocol.ErrorCode;
import java.util.HashMap;
import java.util.Map;

/**
 * Opens subscriptions without durability. Those that are shared have names of their own: a durable subscription of the same
 * name is another one.
 */
final class VolatileSubscriptions {
    private final Services services;
    private final Map<SubscriptionKey, VolatileSubscription> shared = new HashMap<>();

    VolatileSubscriptions(Services services) {
        this.services = services;
    }

    /** One for a single consumer of this connection. */
    VolatileSubscription open(Connection connection, Topic topic, Selector selector, boolean isNoLocal) {
        Admission admission = new Admission(selector, isNoLocal ? sender -> sender == connection : null);
        Terms terms = new Terms(topic, selector, false, isNoLocal);
        return add(IndexName.ofTopic(topic.name()), terms, admission, () -> {});
    }

    /** The one of this name, made if there is none. */
    VolatileSubscription share(SubscriptionKey key, Topic topic, Selector selector) throws RefusedException {
        VolatileSubscription known = shared.get(key);
        if (known == null) {
            Terms terms = new Terms(topic, selector, true, false);
            IndexName name = IndexName.ofSubscription(topic.name(), key.clientId(), key.name());
            known = add(name, terms, new Admission(selector, null), () -> shared.remove(key));
            shared.put(key, known);
        } else if (!known.terms().isSame(topic.name(), Selectors.text(selector), false)) {
            throw new RefusedException(
                    ErrorCode.SUBSCRIPTION_IN_USE,
                    "shared subscription has consumers with another topic or selector: " + key.describe());
        }
        return known;
    }

    private VolatileSubscription add(IndexName name, Terms terms, Admission admission, Runnable onEnd) {
        MessageQueue queue = services.destinations().newVolatileIndex(name);
        terms.topic().add(queue, admission);
        return new VolatileSubscription(terms, queue, services.deliveries(), onEnd);
    }
}
