package io.epona.journal;

/**
 * A file of a log.
 *
 * @param file name within the journal's directory
 * @param basePosition position of its first byte
 * @param length of the segment; the file may be shorter
 * @param createdMs when it was begun, in milliseconds since 1970
 */
public record JournalSegment(String file, long basePosition, int length, long createdMs) {}
