package io.epona.journal;

import org.agrona.DirectBuffer;

/** The checkpoint of a journal that keeps nothing. */
final class NoCheckpoint implements CheckpointWriter {
    private long length;
    private boolean isDone;

    @Override
    public boolean isSaturated() {
        return false;
    }

    @Override
    public void write(DirectBuffer buffer, int offset, int blockLength) {
        if (isDone) {
            throw new IllegalStateException("checkpoint has ended: length=" + length);
        }
        if (blockLength < 1 || blockLength > MAX_BLOCK_LENGTH) {
            throw new IllegalArgumentException("length is out of range: length=" + blockLength);
        }
        length += blockLength;
    }

    @Override
    public void commit() {
        isDone = true;
    }

    @Override
    public void abandon() {
        isDone = true;
    }

    @Override
    public boolean isDone() {
        return isDone;
    }

    @Override
    public Throwable failure() {
        return null;
    }

    @Override
    public long length() {
        return length;
    }
}
