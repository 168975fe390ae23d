package io.epona.journal;

import io.epona.buffer.NioBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Blocks of segment files, so that reading on costs one system call a block. A block has a few places that it can be in;
 * of those, the one not used for longest gives way. Used by the owner alone; allocates each block once.
 */
final class BlockCache {
    static final int BLOCK_LENGTH = 64 * 1024;

    private static final int WAYS = 4;

    private final SegmentCatalog catalog;
    private final Block[] blocks;
    private final int setCount;
    private long useCount;

    BlockCache(SegmentCatalog catalog, int length) {
        this.catalog = catalog;
        setCount = Math.max(1, length / (BLOCK_LENGTH * WAYS));
        blocks = new Block[setCount * WAYS];
    }

    /**
     * The block of a segment that holds a position, with all that is durable of it.
     *
     * @param durablePosition greater than the position
     */
    Block get(int segment, long position, long durablePosition) throws IOException {
        long segmentBase = catalog.base(segment);
        long start = segmentBase + (position - segmentBase) / BLOCK_LENGTH * BLOCK_LENGTH;
        long end = Math.min(start + BLOCK_LENGTH, segmentBase + catalog.length(segment));
        Block block = place(start);
        boolean isStale = block.limit < end && block.limit < durablePosition;
        if (block.start != start || isStale) {
            load(block, segment, start, end, durablePosition);
        }
        block.lastUse = ++useCount;
        return block;
    }

    private Block place(long start) {
        int first = (int) (start / BLOCK_LENGTH % setCount) * WAYS;
        int best = first;
        for (int i = first; i < first + WAYS; i++) {
            if (blocks[i] == null) {
                blocks[i] = new Block();
            }
            if (blocks[i].start == start) {
                return blocks[i];
            }
            if (blocks[i].lastUse < blocks[best].lastUse) {
                best = i;
            }
        }
        return blocks[best];
    }

    private void load(Block block, int segment, long start, long end, long durablePosition) throws IOException {
        block.start = -1;
        block.bytes.clear().limit((int) (end - start));
        int length = catalog.read(segment, start - catalog.base(segment), block.bytes);
        block.start = start;
        // What lies beyond may be on its way to the file just now.
        block.limit = Math.min(start + length, durablePosition);
    }

    /** One block in memory, valid from its start up to its limit. */
    static final class Block {
        private final ByteBuffer bytes = ByteBuffer.allocateDirect(BLOCK_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        private final NioBuffer view = new NioBuffer();
        private long start = -1;
        private long limit;
        private long lastUse;

        private Block() {
            view.wrap(bytes.duplicate());
        }

        /** Its position and limit mean nothing. */
        ByteBuffer bytes() {
            return bytes;
        }

        NioBuffer view() {
            return view;
        }

        int offset(long position) {
            return (int) (position - start);
        }

        /** How many valid bytes there are from a position. */
        int available(long position) {
            return (int) Math.max(0, limit - position);
        }
    }
}
