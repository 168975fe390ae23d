package io.epona.journal;

import io.epona.journal.disk.Disk;
import io.epona.journal.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** The checkpoint of a journal, to be verified as a whole and then read. Not thread-safe. */
final class CheckpointFile implements CheckpointReader, Closeable {
    private static final int WINDOW_LENGTH = 4 * 1024 * 1024;

    private final DiskFile file;
    private final FileWindow window;
    private final long length;
    private final CheckpointFormat.Header header;
    private final String defect;
    private long offset = CheckpointFormat.HEADER_LENGTH;

    private CheckpointFile(DiskFile file) throws IOException {
        this.file = file;
        length = file.length();
        window = new FileWindow((int) Math.min(WINDOW_LENGTH, Math.max(length, CheckpointFormat.HEADER_LENGTH)));
        window.open(file);
        byte[] bytes = new byte[CheckpointFormat.HEADER_LENGTH];
        file.read(0, ByteBuffer.wrap(bytes));
        header = CheckpointFormat.Header.decode(bytes);
        defect = header == null ? "header is damaged or of an unknown version" : verify();
    }

    /**
     * Opens the checkpoint, and reads and checks all of it.
     *
     * @return null if there is none
     */
    static CheckpointFile open(Disk disk) throws IOException {
        if (!disk.list().contains(CheckpointFormat.FILE)) {
            return null;
        }
        DiskFile file = disk.openToRead(CheckpointFormat.FILE);
        try {
            return new CheckpointFile(file);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private String verify() throws IOException {
        var checksum = new CheckpointFormat.BlockChecksum(header.journalId(), header.startPosition());
        long contentLength = 0;
        long at = CheckpointFormat.HEADER_LENGTH;
        for (long index = 0; at + CheckpointFormat.BLOCK_HEADER_LENGTH <= length; index++) {
            int start = window.require(at, CheckpointFormat.BLOCK_HEADER_LENGTH);
            int blockContent = window.view().getInt(start + CheckpointFormat.LENGTH_OFFSET);
            if (blockContent < 0 || blockContent > CheckpointWriter.MAX_BLOCK_LENGTH) {
                return "length of a block is out of range: offset=" + at + " length=" + blockContent;
            }
            int blockLength = CheckpointFormat.blockLength(blockContent);
            if (at + blockLength > length) {
                return "block is cut off: offset=" + at;
            }
            start = window.require(at, blockLength);
            int crc = window.view().getInt(start + CheckpointFormat.CRC_OFFSET);
            if (crc != checksum.compute(window.bytes(), start, index)) {
                return "checksum of a block does not match: offset=" + at;
            }
            if (blockContent == 0) {
                return verifyEnd(start, at + blockLength, index, contentLength);
            }
            contentLength += blockContent;
            at += blockLength;
        }
        return "end is missing: length=" + length;
    }

    private String verifyEnd(int start, long end, long blockCount, long contentLength) {
        boolean isRight = end == length
                && window.view().getLong(start + CheckpointFormat.BLOCK_COUNT_OFFSET) == blockCount
                && window.view().getLong(start + CheckpointFormat.CONTENT_LENGTH_OFFSET) == contentLength;
        return isRight ? null : "end does not count what is there: blocks=" + blockCount + " length=" + contentLength;
    }

    /** What is wrong with it, or null. */
    String defect() {
        return defect;
    }

    /** Null if the header is damaged. */
    CheckpointFormat.Header header() {
        return header;
    }

    @Override
    public long position() {
        return header.startPosition();
    }

    @Override
    public long length() {
        return length;
    }

    /** @throws UncheckedIOException if the file cannot be read a second time */
    @Override
    public boolean next(CheckpointBlock block) {
        try {
            int start = window.require(offset, CheckpointFormat.BLOCK_HEADER_LENGTH);
            int contentLength = window.view().getInt(start + CheckpointFormat.LENGTH_OFFSET);
            if (contentLength == 0) {
                return false;
            }
            start = window.require(offset, CheckpointFormat.blockLength(contentLength));
            block.point(window.view(), start + CheckpointFormat.BLOCK_HEADER_LENGTH, contentLength);
            offset += CheckpointFormat.blockLength(contentLength);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
