package io.epona.jms.link;

import java.util.ArrayDeque;

/**
 * Memory for what was sent and may be sent again: pieces are taken and given back in about the same order, so a few arrays
 * serve for ever. Guarded by the session's lock.
 */
final class Chunks {
    private static final int CHUNK_LENGTH = 64 * 1024;
    /** More than these are left to the garbage collector after a burst. */
    private static final int SPARE_LIMIT = 16;

    /** An array and what of it is in use. */
    static final class Chunk {
        private final byte[] bytes;
        private int end;
        private int pieceCount;

        private Chunk(int length) {
            bytes = new byte[length];
        }
    }

    /** A copy that is kept until it is given back. */
    record Piece(Chunk chunk, int offset, int length) {
        Bytes bytes() {
            return new Bytes(chunk.bytes, offset, length);
        }
    }

    private final ArrayDeque<Chunk> spare = new ArrayDeque<>();
    private Chunk current = new Chunk(CHUNK_LENGTH);

    Piece copyOf(Bytes source) {
        int length = source.length();
        Chunk chunk = length > CHUNK_LENGTH ? new Chunk(length) : withRoomFor(length);
        int offset = chunk.end;
        System.arraycopy(source.array(), source.offset(), chunk.bytes, offset, length);
        chunk.end += length;
        chunk.pieceCount++;
        return new Piece(chunk, offset, length);
    }

    private Chunk withRoomFor(int length) {
        if (CHUNK_LENGTH - current.end < length) {
            Chunk next = spare.poll();
            current = next == null ? new Chunk(CHUNK_LENGTH) : next;
        }
        return current;
    }

    void giveBack(Piece piece) {
        Chunk chunk = piece.chunk;
        if (--chunk.pieceCount == 0) {
            chunk.end = 0;
            if (chunk != current && chunk.bytes.length == CHUNK_LENGTH && spare.size() < SPARE_LIMIT) {
                spare.add(chunk);
            }
        }
    }
}
