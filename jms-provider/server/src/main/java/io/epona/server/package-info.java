/**
 * The process around the broker: what it is called and how it logs. The commands are in {@link io.epona.server.cli}, the
 * showcase is in {@link io.epona.server.demo}.
 */
package io.epona.server;
