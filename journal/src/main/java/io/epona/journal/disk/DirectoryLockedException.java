package io.epona.journal.disk;

import java.nio.file.Path;

/** A directory is held by another owner, in this process or another. */
public final class DirectoryLockedException extends Exception {
    private static final long serialVersionUID = 1;

    DirectoryLockedException(Path directory, String pid) {
        super("directory is held by a process: directory=" + directory + " pid=" + pid);
    }
}
