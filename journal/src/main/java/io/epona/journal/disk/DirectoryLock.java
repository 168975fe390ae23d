package io.epona.journal.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;

/**
 * Holds a directory for one owner among all processes, until it is closed or the process ends. Any thread.
 *
 * <p>The lock is a lock of the operating system on a file of its own; the owner's pid is in another file, for people and
 * messages. POSIX drops a process's locks on a file when the process closes <em>any</em> descriptor of that file, so a
 * second attempt within the process must not so much as open the locked file: attempts are told apart before, by an entry
 * in the system properties, which all class loaders of a JVM share.
 */
public final class DirectoryLock implements Closeable {
    private static final String LOCK_FILE = "journal.lock";
    private static final String PID_FILE = "journal.pid";
    private static final String KEY_PREFIX = "io.epona.journal.lock.";

    private final String key;
    private final FileLock lock;

    private DirectoryLock(String key, FileLock lock) {
        this.key = key;
        this.lock = lock;
    }

    /**
     * Locks a directory that exists.
     *
     * @throws DirectoryLockedException if it is held, be it by this process or another
     */
    public static DirectoryLock acquire(Path directory) throws IOException, DirectoryLockedException {
        Path path = directory.toRealPath();
        String pid = Long.toString(ProcessHandle.current().pid());
        String key = KEY_PREFIX + path;
        Properties held = System.getProperties();
        if (held.putIfAbsent(key, pid) != null) {
            throw new DirectoryLockedException(path, pid);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new DirectoryLockedException(path, readPid(path));
            }
            Files.writeString(path.resolve(PID_FILE), pid, StandardCharsets.US_ASCII);
            return new DirectoryLock(key, lock);
        } catch (IOException | DirectoryLockedException | OverlappingFileLockException e) {
            held.remove(key);
            if (channel != null) {
                channel.close();
            }
            throw e;
        }
    }

    private static String readPid(Path directory) throws IOException {
        try {
            return Files.readString(directory.resolve(PID_FILE), StandardCharsets.US_ASCII)
                    .strip();
        } catch (NoSuchFileException e) {
            // The owner locks first and writes its pid second.
            return "unknown";
        }
    }

    @Override
    public void close() throws IOException {
        lock.acquiredBy().close();
        System.getProperties().remove(key);
    }
}
