package io.epona.broker.core;

/**
 * What identifies a subscription that has a name.
 *
 * @param clientId of the connections that use it; a shared one need not have one: then it is empty
 */
record SubscriptionKey(String clientId, String name) {
    /** For errors. */
    String describe() {
        return "clientId=" + clientId + " subscription=" + name;
    }
}
