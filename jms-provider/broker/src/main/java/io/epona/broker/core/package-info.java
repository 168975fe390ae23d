/**
 * The broker's core: connections, sessions, publishing, dispatch, transactions, recovery. Entry type:
 * {@link io.epona.broker.core.BrokerCore}, whose owner is the one event loop that calls everything here. It meets the
 * network through {@link io.epona.broker.core.Peer} and {@link io.epona.broker.core.BrokerLoop} only.
 */
package io.epona.broker.core;
