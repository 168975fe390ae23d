/**
 * An append-only log of opaque records: it knows bytes, not messages. {@link io.epona.journal.SegmentJournal#open} is the
 * way in; its owner thread appends and reads, a writer thread of its own writes and syncs. The format is described in
 * docs/journal-format.md.
 */
package io.epona.journal;
