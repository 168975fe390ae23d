package io.epona.journal;

/**
 * A place where a journal that says it was durable holds no valid record.
 *
 * @param reason constant text, key=value pairs may follow
 * @param file name within the journal's directory
 * @param offset of the place within the file
 * @param position of the same place
 * @param endPosition where valid records go on
 */
public record JournalDamage(String reason, String file, long offset, long position, long endPosition) {}
