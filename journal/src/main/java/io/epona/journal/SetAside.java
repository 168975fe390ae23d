package io.epona.journal;

import io.epona.journal.disk.Disk;
import io.epona.journal.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Keeps what recovery takes out of a log: nothing is ever deleted to recover. */
final class SetAside {
    private static final String SUFFIX = ".set-aside";
    private static final int COPY_LENGTH = 1024 * 1024;

    private final Disk disk;

    SetAside(Disk disk) {
        this.disk = disk;
    }

    /** Takes a whole file out of the log. */
    void rename(String name) throws IOException {
        disk.rename(name, freeName(name));
        disk.sync();
    }

    /**
     * Copies a range of a file of the log to a file of its own, and forces it.
     *
     * @return the name of the copy
     */
    String copy(DiskFile file, String name, long offset, long length) throws IOException {
        String copyName = freeName(String.format("%s.%08x", name, offset));
        try (DiskFile copy = disk.open(copyName)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(COPY_LENGTH, length));
            for (long done = 0; done < length; done += bytes.capacity()) {
                bytes.clear().limit((int) Math.min(bytes.capacity(), length - done));
                file.read(offset + done, bytes);
                copy.write(done, bytes.flip());
            }
            copy.force();
        }
        disk.sync();
        return copyName;
    }

    private String freeName(String stem) throws IOException {
        List<String> names = disk.list();
        String name = stem + SUFFIX;
        for (int i = 1; names.contains(name); i++) {
            name = stem + "." + i + SUFFIX;
        }
        return name;
    }
}
