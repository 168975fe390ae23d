/**
 * What the broker remembers: effects on their way into the journal, messages that live in memory only, and how far each
 * producer got. Confined to the broker's event loop.
 */
package io.epona.broker.store;
