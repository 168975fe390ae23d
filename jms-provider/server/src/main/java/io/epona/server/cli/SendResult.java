package io.epona.server.cli;

import java.util.ArrayList;
import java.util.List;

/** What became of the messages of a command. Thread-safe. */
final class SendResult {
    private static final int SHOWN_LIMIT = 10;

    private final Progress progress;
    private final List<String> unconfirmedLines = new ArrayList<>();
    private long unconfirmedCount;
    private Exception cause;

    SendResult(Progress progress) {
        this.progress = progress;
    }

    void confirmed(long count) {
        progress.add(count);
    }

    /** Neither the lines from the first to the last nor anything sent after them can be taken for sent. */
    synchronized void notConfirmed(long firstLine, long lastLine, Exception e) {
        unconfirmedCount += lastLine - firstLine + 1;
        if (unconfirmedLines.size() < SHOWN_LIMIT) {
            unconfirmedLines.add(firstLine == lastLine ? Long.toString(firstLine) : firstLine + ".." + lastLine);
        }
        cause = cause == null ? e : cause;
    }

    synchronized boolean hasFailed() {
        return cause != null;
    }

    /** @throws CommandException if anything was not confirmed, naming its lines */
    synchronized void check() throws CommandException {
        if (cause != null) {
            String lines = String.join(",", unconfirmedLines);
            String more = unconfirmedLines.size() == SHOWN_LIMIT ? ",…" : "";
            throw new CommandException(
                    ExitCode.FAILED,
                    "not confirmed: lines=" + lines + more + " count=" + unconfirmedCount + " confirmed="
                            + progress.count() + " cause=" + ErrorLine.cause(cause),
                    cause);
        }
    }
}
