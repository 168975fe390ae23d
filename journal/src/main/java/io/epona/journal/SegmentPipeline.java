package io.epona.journal;

import io.epona.journal.disk.Disk;
import io.epona.journal.disk.DiskFile;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does on a thread of its own what neither the writer nor the owner should wait for: names the next segment and keeps more
 * files ready, syncs finished segments where the writer did not, drops old ones, and writes checkpoints. Everything is done
 * in short steps, and what the writer may have to wait for comes first.
 *
 * <p>The writer calls {@link #begin}, {@link #settle}, {@link #retire}, {@link #awaitRetired}, {@link #onSynced} and
 * {@link #onBatch}; any thread may call the others.
 */
final class SegmentPipeline {
    private static final Logger LOGGER = LoggerFactory.getLogger(SegmentPipeline.class);

    /** From here on a batch keeps the disk busy rather than waits for it. */
    private static final int BIG_BATCH_LENGTH = 128 * 1024;

    private static final long BUSY_NS = TimeUnit.MILLISECONDS.toNanos(50);
    /** More that is written and not synced would only make the next sync that is waited for longer. */
    private static final int RETIRING_LIMIT = 2;

    /** No position is synced that is higher: nothing is waited for. */
    private static final long SETTLED = Long.MAX_VALUE;

    private final Disk disk;
    private final Thread thread = new Thread(this::run, "epona-journal-pipeline");
    private final LinkedBlockingDeque<Runnable> tasks = new LinkedBlockingDeque<>();
    private final SparePool pool;
    private final SegmentReserve reserve;
    private final SegmentDrops drops;
    private final NextSegment next;
    /** Finished segments that are not synced, oldest first. */
    private final ConcurrentLinkedDeque<Retired> retiring = new ConcurrentLinkedDeque<>();

    private volatile Runnable syncRequested = () -> {};
    private volatile long requestedPosition;
    private volatile long syncedPosition;
    private volatile long syncedGroupsPosition;
    private volatile CheckpointTask checkpoint;
    private volatile long busyAtNs;
    private volatile boolean hasWaiting;
    private volatile boolean hasEnded;
    private volatile State state = State.RUNNING;
    /** Base of the newest segment while its header may not be durable. */
    private volatile long unsettledBase = SETTLED;

    private volatile Settling settling = Settling.NONE;

    // Thread
    private final ArrayDeque<WaitingTask> waiting = new ArrayDeque<>();

    private enum State {
        RUNNING,
        CLOSING,
        ABORTING
    }

    private record WaitingTask(long position, Runnable task) {}

    /** The newest segment, to be synced for the sake of its header. */
    private record Settling(DiskFile file, CompletableFuture<Void> done) {
        private static final Settling NONE = new Settling(null, CompletableFuture.completedFuture(null));
    }

    private record Retired(DiskFile file, long endPosition, long groupsPosition, CompletableFuture<Void> done) {}

    /** @param log as recovery has left it, which is synced */
    SegmentPipeline(Disk disk, JournalConfig config, RecoveredLog log) {
        this.disk = disk;
        syncedPosition = log.endPosition();
        syncedGroupsPosition = syncedPosition;
        pool = new SparePool(log.spares());
        reserve = new SegmentReserve(disk, config.segmentLength(), pool, log.isWholeFileLeft());
        next = new NextSegment(disk, config, pool, reserve, log.newest(), () -> tasks.addFirst(this::prepareNext));
        drops = new SegmentDrops(disk, config, pool, this::requestSync);
        busyAtNs = System.nanoTime() - BUSY_NS;
        thread.setDaemon(true);
    }

    /** @param onSyncRequested wakes the writer */
    void start(Runnable onSyncRequested) {
        syncRequested = onSyncRequested;
        thread.start();
    }

    boolean isFull() {
        return reserve.isFull();
    }

    /** How many of the files that are ready to become segments were one before. */
    int recycledSpareCount() {
        return pool.recycledCount();
    }

    /** How many files are ready to become segments. */
    int spareCount() {
        return pool.count();
    }

    String describeSpace() {
        String usable;
        try {
            usable = Long.toString(disk.usableSpace());
        } catch (IOException e) {
            usable = e.toString();
        }
        return "directory=" + disk + " usableSpace=" + usable + " required=" + reserve.requiredSpace();
    }

    /** All records before it have been synced, be it by the writer or here; it may lie within a group. */
    long syncedPosition() {
        return syncedPosition;
    }

    /** All groups before it have been synced: what recovery will find whatever happens. */
    long syncedGroupsPosition() {
        return syncedGroupsPosition;
    }

    /**
     * Writer: the log has been synced up to a position.
     *
     * @param groupsPosition the last one known up to there that lies between two groups
     */
    void onSynced(long position, long groupsPosition) {
        advanceSynced(position, groupsPosition);
        if (position > unsettledBase) {
            onSettled();
        }
        if (hasWaiting) {
            tasks.add(() -> {});
        }
    }

    private void onSettled() {
        unsettledBase = SETTLED;
        next.allow();
    }

    private synchronized void advanceSynced(long position, long groupsPosition) {
        syncedPosition = Math.max(syncedPosition, position);
        syncedGroupsPosition = Math.max(syncedGroupsPosition, groupsPosition);
    }

    /** Writer: a batch has been written. */
    void onBatch(long length, long nowNs) {
        if (length >= BIG_BATCH_LENGTH) {
            busyAtNs = nowNs;
        }
    }

    /** Thread: has the writer sync the log up to a position, as soon as that has been flushed at any level. */
    private void requestSync(long position) {
        if (position > requestedPosition) {
            requestedPosition = position;
            syncRequested.run();
        }
    }

    /** Up to where a sync is wanted, perhaps beyond what has been flushed. */
    long requestedPosition() {
        return requestedPosition;
    }

    /** Owner: has segments dropped, each once all before its target has been synced. */
    void drop(List<SegmentDrops.Dropped> segments) {
        hasWaiting = true;
        tasks.add(() -> segments.forEach(drops::add));
    }

    /** Owner: there is a checkpoint to be told if this ends before it. */
    void begin(CheckpointTask newCheckpoint) {
        checkpoint = newCheckpoint;
        if (hasEnded) {
            newCheckpoint.stop(new IOException("journal has failed"));
        }
    }

    void execute(Runnable task) {
        tasks.add(task);
    }

    /** Thread: has all before a position synced, and runs something then. */
    void whenSynced(long position, Runnable task) {
        hasWaiting = true;
        waiting.add(new WaitingTask(position, task));
        requestSync(position);
    }

    private void run() {
        try {
            long waitNs = 0;
            while (state == State.RUNNING || state == State.CLOSING && !tasks.isEmpty()) {
                runTask(waitNs);
                waitNs = state == State.RUNNING ? step() : 0;
            }
            if (state == State.CLOSING) {
                runSynced();
            }
            reserve.close();
            if (state == State.CLOSING) {
                next.giveBack();
            }
            if (checkpoint != null) {
                checkpoint.stop(state == State.CLOSING ? null : new IOException("journal has failed"));
            }
        } catch (InterruptedException e) {
            LOGGER.error("pipeline was interrupted: directory={}", disk, e);
        } catch (Throwable e) {
            LOGGER.error("pipeline has failed: directory={}", disk, e);
        } finally {
            hasEnded = true;
            endRetiring();
            next.end();
        }
    }

    /** Nobody may wait for what will not be done any more. */
    private void endRetiring() {
        IOException ended = new IOException("pipeline has ended");
        retiring.forEach(retired -> retired.done.completeExceptionally(ended));
        settling.done.completeExceptionally(ended);
    }

    private void runTask(long waitNs) throws InterruptedException {
        Runnable task =
                waitNs == SegmentReserve.NOTHING_TO_DO ? tasks.take() : tasks.poll(waitNs, TimeUnit.NANOSECONDS);
        if (task != null) {
            task.run();
        }
    }

    private long step() {
        // First: what was to be done before a writer could wait for the next segment has been done, or is among the
        // tasks.
        SegmentHeader urgent = next.urgent();
        if (!tasks.isEmpty()) {
            return 0;
        }
        long dropAgainNs = runSynced();
        long prepareAgainNs = prepareNext();
        long fillAgainNs = reserve.step(isBusy());
        if (fillAgainNs > 0 && prepareAgainNs > 0) {
            next.giveUp(urgent);
        }
        return Math.min(dropAgainNs, Math.min(prepareAgainNs, fillAgainNs));
    }

    /** Whether the disk should be left to others. */
    private boolean isBusy() {
        return next.urgent() == null && System.nanoTime() - busyAtNs < BUSY_NS;
    }

    private long prepareNext() {
        drops.refill(syncedGroupsPosition);
        return next.step(isBusy());
    }

    private long runSynced() {
        hasWaiting = true;
        long synced = syncedGroupsPosition;
        waiting.removeIf(task -> {
            if (task.position > synced) {
                return false;
            }
            task.task.run();
            return true;
        });
        long againNs = drops.step(synced, reserve.isFull() || state == State.CLOSING);
        hasWaiting = !waiting.isEmpty() || drops.isWaiting();
        if (hasWaiting && synced != syncedGroupsPosition) {
            return 0;
        }
        return againNs;
    }

    /** Begins the segment that is to follow; that is durable as soon as the file is forced. */
    DiskFile begin(SegmentHeader header) throws IOException {
        DiskFile file = next.begin(header);
        unsettledBase = header.basePosition();
        return file;
    }

    /** Has the header of the segment that was begun last made durable, since what is written there now need not be. */
    void settle(DiskFile file) {
        settling = new Settling(file, new CompletableFuture<>());
        tasks.addFirst(this::settleNewest);
        if (hasEnded) {
            endRetiring();
        }
    }

    /** Thread: early, while there is little else to be synced, and the next segment at once, before that is wanted. */
    private void settleNewest() {
        Settling current = settling;
        if (current.done.isDone()) {
            return;
        }
        try {
            current.file.force();
            current.done.complete(null);
            onSettled();
            prepareNext();
        } catch (IOException e) {
            // A force is never tried again: whoever asks for a sync or another segment is told.
            current.done.completeExceptionally(e);
            next.refuse(e);
        }
    }

    /**
     * Syncs and closes a finished segment in the background, or closes it if this fails.
     *
     * @param endPosition where its records end
     * @param groupsPosition as for {@link #onSynced}
     */
    void retire(DiskFile file, long endPosition, long groupsPosition) throws IOException {
        try {
            while (retiring.size() >= RETIRING_LIMIT) {
                awaitOldest();
            }
        } catch (IOException e) {
            file.close();
            throw e;
        }
        retiring.add(new Retired(file, endPosition, groupsPosition, new CompletableFuture<>()));
        tasks.addFirst(this::syncOldest);
        if (hasEnded) {
            endRetiring();
        }
    }

    /** Thread: whichever task comes first syncs what was retired first, so that the synced position leaves nothing out. */
    private void syncOldest() {
        settleNewest();
        Retired retired = retiring.peek();
        if (retired == null || retired.done.isDone()) {
            // It has failed, and so has the journal: a force is never tried again.
            return;
        }
        try {
            retired.file.force();
            retired.file.close();
            advanceSynced(retired.endPosition, retired.groupsPosition);
            retiring.remove();
            retired.done.complete(null);
        } catch (IOException e) {
            // It stays in the way of all others.
            retired.done.completeExceptionally(e);
        }
    }

    /** Whether something is being synced that a sync of the newest segment has to wait for. */
    boolean isRetiring() {
        return !retiring.isEmpty() || !settling.done.isDone();
    }

    /** Waits until what was retired has been synced, and what was to be settled. */
    void awaitRetired() throws IOException {
        while (!retiring.isEmpty()) {
            awaitOldest();
        }
        await(settling.done);
    }

    private void awaitOldest() throws IOException {
        Retired oldest = retiring.peek();
        if (oldest != null) {
            await(oldest.done);
        }
    }

    private void await(CompletableFuture<Void> done) throws IOException {
        try {
            done.get();
        } catch (ExecutionException e) {
            throw new IOException("cannot sync a segment: directory=" + disk, e.getCause());
        } catch (InterruptedException e) {
            throw new IOException("interrupted while a segment was synced: directory=" + disk, e);
        }
    }

    /** Does what may still be done, and waits for the thread to end. Spares stay for the next start. */
    void close() {
        end(State.CLOSING);
    }

    /** Leaves everything as it is, since the log has failed, and waits for the thread to end. */
    void abort() {
        end(State.ABORTING);
    }

    private void end(State last) {
        state = last;
        tasks.add(() -> {});
        boolean wasInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                // Its files are the next owner's as soon as this returns.
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
