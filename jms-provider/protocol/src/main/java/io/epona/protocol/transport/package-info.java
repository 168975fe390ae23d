/**
 * How frames travel: over TCP or between threads of one JVM. Entry types: {@link io.epona.protocol.transport.FrameLink},
 * {@link io.epona.protocol.transport.Transports}. A link belongs to one event loop, which calls its listener.
 */
package io.epona.protocol.transport;
