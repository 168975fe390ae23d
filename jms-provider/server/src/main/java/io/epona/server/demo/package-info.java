/**
 * The showcase: producers and consumers under load while their broker is killed and started again, and a ledger that
 * says at the end whether anything was lost, doubled or reordered. Entry type: {@link io.epona.server.demo.Demo}. Each
 * worker is a thread of its own with a connection of its own.
 */
package io.epona.server.demo;
