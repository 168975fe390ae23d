package io.epona.journal;

import io.epona.buffer.NioBuffer;
import io.epona.journal.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A stretch of a file in memory that moves forward as it is read. What lies beyond the end of the file is zeros. */
final class FileWindow {
    private static final int INITIAL_CAPACITY = 256 * 1024;

    private final NioBuffer view = new NioBuffer();
    private ByteBuffer bytes;
    private DiskFile file;
    private long start;
    private long end;

    FileWindow() {
        this(INITIAL_CAPACITY);
    }

    FileWindow(int initialCapacity) {
        allocate(initialCapacity);
    }

    private void allocate(int capacity) {
        bytes = ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
        view.wrap(bytes.duplicate());
    }

    void open(DiskFile newFile) {
        file = newFile;
        start = 0;
        end = 0;
    }

    /** Makes a range of the file available, and returns its index in {@link #bytes()}. */
    int require(long offset, int length) throws IOException {
        if (offset < start || offset + length > end) {
            if (length > bytes.capacity()) {
                allocate(Math.max(length, bytes.capacity() * 2));
            }
            load(offset);
        }
        return (int) (offset - start);
    }

    private void load(long offset) throws IOException {
        int length = file.read(offset, bytes.clear());
        bytes.clear();
        view.setMemory(length, bytes.capacity() - length, (byte) 0);
        start = offset;
        end = offset + bytes.capacity();
    }

    /** The content; position and limit may be changed. */
    ByteBuffer bytes() {
        return bytes;
    }

    NioBuffer view() {
        return view;
    }
}
