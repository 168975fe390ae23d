package io.epona.broker.core;

import io.epona.broker.selector.Selector;

/**
 * What a subscription is made for. Opening it with other terms makes it another one.
 *
 * @param selector null if it gets all messages
 * @param isShared whether it may have several consumers
 * @param isNoLocal whether it does not get what its own connection, or its own client id, sends
 */
record Terms(Topic topic, Selector selector, boolean isShared, boolean isNoLocal) {
    boolean isSame(String topicName, String selectorText, boolean hasNoLocal) {
        return topic.name().equals(topicName)
                && Selectors.text(selector).equals(selectorText)
                && isNoLocal == hasNoLocal;
    }
}
