package io.epona.journal.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelFileTest {
    @TempDir
    Path directory;

    @Test
    void shouldWriteAndReadAllThoughTheSystemTakesLessAtATime() throws Exception {
        FileChannel whole = FileChannel.open(
                directory.resolve("file"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        byte[] content = new byte[10_000];
        new Random(1).nextBytes(content);
        try (ChannelFile file = new ChannelFile(new ShortChannel(whole))) {
            file.write(100, ByteBuffer.wrap(content));

            assertEquals(100 + content.length, file.length());
            ByteBuffer read = ByteBuffer.allocate(content.length + 50);
            assertEquals(content.length, file.read(100, read));
            assertArrayEquals(content, java.util.Arrays.copyOf(read.array(), content.length));
            assertEquals(0, file.read(1_000_000, read));
        }
    }

    /** Reads and writes a few bytes of what it is asked for. */
    private static final class ShortChannel extends FileChannel {
        private static final int LIMIT = 777;

        private final FileChannel channel;

        ShortChannel(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read(ByteBuffer destination, long position) throws IOException {
            int limit = destination.limit();
            destination.limit(Math.min(limit, destination.position() + LIMIT));
            try {
                return channel.read(destination, position);
            } finally {
                destination.limit(limit);
            }
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            int limit = source.limit();
            source.limit(Math.min(limit, source.position() + LIMIT));
            try {
                return channel.write(source, position);
            } finally {
                source.limit(limit);
            }
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void force(boolean metaData) throws IOException {
            channel.force(metaData);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            channel.close();
        }

        @Override
        public int read(ByteBuffer destination) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read(ByteBuffer[] destinations, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel position(long newPosition) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel truncate(long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }
    }
}
