/**
 * The client's half of the wire protocol: connections that outlive their sockets, and the sessions, sends, deliveries and
 * acknowledgements on them. Knows messages as bytes only. Entry type: {@link io.epona.jms.link.ClientLink}. Frames are read
 * on one event loop that all connections of the process share; the state of a session is guarded by its
 * {@link io.epona.jms.link.SessionMonitor}. Not public API.
 */
package io.epona.jms.link;
