package io.epona.journal;

/**
 * Where a log ends, and what lies behind. What was torn is no damage: a crash left it, or a journal that is open was
 * writing it just then.
 *
 * @param file name of the last segment that has a part in the log
 * @param position where recovery would go on
 * @param isClosed whether the journal was closed in good order and nothing has been written since
 * @param tornLength bytes behind the end, in the same segment, that were written there; in a file that has been another
 *     segment before, as far as what is left of them shows it
 * @param unusedSegments segments behind it that recovery would set aside
 */
public record JournalEnd(String file, long position, boolean isClosed, long tornLength, int unusedSegments) {}
