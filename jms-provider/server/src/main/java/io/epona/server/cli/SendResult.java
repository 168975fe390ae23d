package io.epona.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What became of the messages of a command. Thread-safe. */
final class SendResult {
    private static final int SHOWN_LIMIT = 10;

    private final Progress progress;
    /** No more than a window or a transaction holds, because nothing is sent after the first failure. */
    private final TreeSet<Long> unconfirmed = new TreeSet<>();

    private Exception cause;

    SendResult(Progress progress) {
        this.progress = progress;
    }

    void confirmed(long count) {
        progress.add(count);
    }

    /** The lines from the first to the last cannot be taken for sent. */
    synchronized void notConfirmed(long firstLine, long lastLine, Exception e) {
        for (long line = firstLine; line <= lastLine; line++) {
            unconfirmed.add(line);
        }
        cause = cause == null ? e : cause;
    }

    synchronized boolean hasFailed() {
        return cause != null;
    }

    /** @throws CommandException if anything was not confirmed, naming its lines */
    synchronized void check() throws CommandException {
        if (cause != null) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "not confirmed: lines=" + ranges() + " confirmed=" + progress.count() + " notSentAfterLine="
                            + unconfirmed.last() + " cause=" + ErrorLine.cause(cause),
                    cause);
        }
    }

    private String ranges() {
        List<String> ranges = new ArrayList<>();
        Long first = unconfirmed.first();
        while (first != null && ranges.size() < SHOWN_LIMIT) {
            long last = first;
            while (unconfirmed.contains(last + 1)) {
                last++;
            }
            ranges.add(first == last ? first.toString() : first + ".." + last);
            first = unconfirmed.higher(last);
        }
        return String.join(",", ranges) + (first == null ? "" : ",…");
    }
}
