/**
 * Writes journals that no broker has open, for tools: {@link io.epona.broker.offline.MessageImport} adds messages to one,
 * {@link io.epona.broker.offline.SegmentStaging} and {@link io.epona.broker.offline.JournalCopy} make a sound one out of a
 * damaged one. Blocks; each object belongs to one thread.
 */
package io.epona.broker.offline;
