/**
 * The client's public API. Entry type: {@link io.epona.jms.EponaConnectionFactory}. Destinations are values:
 * {@link io.epona.jms.EponaDestination#parse} makes one from text. The other classes put the interfaces of Jakarta
 * Messaging on top of {@link io.epona.jms.link}; their state is guarded by the monitor of their session.
 */
package io.epona.jms;
