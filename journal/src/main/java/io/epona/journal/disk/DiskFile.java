package io.epona.journal.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One open file. Reads and writes are at absolute offsets; threads that share a file write disjoint ranges. */
public interface DiskFile extends Closeable {
    /**
     * Reads up to the end of the file or until the buffer is full.
     *
     * @return the number of bytes read, 0 at or beyond the end of the file
     */
    int read(long offset, ByteBuffer destination) throws IOException;

    /** Writes all that remains in the buffer, extending the file if it must. */
    void write(long offset, ByteBuffer source) throws IOException;

    /** Makes the content survive a power loss. After a failure nothing is known about what was written before. */
    void force() throws IOException;

    /** Length of the file. */
    long length() throws IOException;
}
