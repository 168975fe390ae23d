package io.epona.journal;

/**
 * Something that had become durable is damaged or missing: no crash can cause this, so it takes a decision by the
 * operator. Nothing was changed.
 */
public final class JournalCorruptException extends JournalOpenException {
    private static final long serialVersionUID = 1;

    private final String file;
    private final long offset;
    private final long position;

    /** @param reason constant text, key=value pairs may follow */
    JournalCorruptException(String reason, String file, long offset, long position) {
        super("journal is corrupt: " + reason + " file=" + file + " offset=" + offset + " position=" + position);
        this.file = file;
        this.offset = offset;
        this.position = position;
    }

    /** Name of the damaged file, within the journal's directory. */
    public String file() {
        return file;
    }

    /** Where in the file the damage was seen. */
    public long offset() {
        return offset;
    }

    /** The same place as a position in the log. */
    public long position() {
        return position;
    }
}
