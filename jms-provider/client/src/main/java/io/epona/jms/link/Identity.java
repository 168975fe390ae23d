package io.epona.jms.link;

import java.util.UUID;

/**
 * Who a connection is to a broker, over all sockets that it uses.
 *
 * @param clientId the JMS client id, empty for none
 */
record Identity(UUID connectionId, String clientId) {
    static final String PRODUCT = "Epona client";
}
