/**
 * A proxy between clients and a broker for tests: {@link io.epona.server.proxy.FrameProxy}. Each direction of a
 * connection has a thread of its own.
 */
package io.epona.server.proxy;
