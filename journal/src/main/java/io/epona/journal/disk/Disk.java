package io.epona.journal.disk;

import java.io.IOException;
import java.util.List;

/**
 * One directory of files. Any thread may call any method; methods block for as long as the file system does.
 *
 * <p>Creating, renaming and deleting survive a crash only after {@link #sync()}.
 */
public interface Disk {
    /** Names of the plain files, in no order. */
    List<String> list() throws IOException;

    /** Opens a file for reading and writing, creating it empty if it does not exist. */
    DiskFile open(String name) throws IOException;

    /** Opens a file that exists for reading. */
    DiskFile openToRead(String name) throws IOException;

    /** Renames a file at once, replacing the target if it exists. */
    void rename(String from, String to) throws IOException;

    /** Deletes a file that exists. */
    void delete(String name) throws IOException;

    /** Makes the creating, renaming and deleting so far survive a crash. */
    void sync() throws IOException;

    /** Bytes that may still be written, as far as the file system knows. */
    long usableSpace() throws IOException;

    /** What kind of file system this is, as the operating system calls it. */
    String type() throws IOException;

    /** Where this is, for messages. */
    @Override
    String toString();
}
