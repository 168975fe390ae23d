/**
 * How the core meets the network: the event loop, and the sockets on it. Entry type:
 * {@link io.epona.broker.transport.BrokerTransport}. The only package of the broker that knows Netty.
 */
package io.epona.broker.transport;
