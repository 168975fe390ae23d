package io.epona.jms;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The one way in which these tests wait: for a condition, with a deadline. */
final class Await {
    static final long DEADLINE_MS = 10_000;
    private static final long POLL_NS = 500_000;

    private Await() {}

    static void await(BooleanSupplier condition, String what) {
        long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNs > TimeUnit.MILLISECONDS.toNanos(DEADLINE_MS)) {
                fail("did not happen in time: " + what);
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    /** As {@link #start}, and waits until the call does. */
    static <T> CompletableFuture<T> startBlocked(Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = thread(call, result);
        await(
                () -> thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING,
                "call blocks");
        return result;
    }

    /** Runs a call on a thread of its own. */
    static <T> CompletableFuture<T> start(Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        thread(call, result);
        return result;
    }

    private static <T> Thread thread(Callable<T> call, CompletableFuture<T> result) {
        Thread thread = new Thread(() -> {
            try {
                result.complete(call.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** What a call returns, or its exception. */
    static <T> T result(CompletableFuture<T> call) throws Exception {
        try {
            return call.get(DEADLINE_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        } catch (TimeoutException e) {
            return fail("call did not return in time");
        }
    }
}
