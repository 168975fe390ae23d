package io.epona.server.cli;

import io.epona.broker.offline.BadMessageException;
import io.epona.broker.offline.MessageWriter;
import io.epona.journal.JournalFailedException;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes messages from a source to a target until the source ends or something is wrong. Used once, by one thread. */
final class MessagesImport {
    private static final int CONFIRM_INTERVAL = 1024;

    private final ImportSource source;
    private final long fromLine;
    private final Progress progress;
    private final MessageWriter writer = new MessageWriter();
    private ImportTarget target;
    private long addedCount;
    private long shownCount;
    private Exception failure;

    MessagesImport(ImportSource source, long fromLine, Progress progress) {
        this.source = source;
        this.fromLine = fromLine;
        this.progress = progress;
    }

    /** @throws CommandException if what is to be imported is no export */
    void readHeader() throws CommandException, IOException {
        try {
            source.readHeader();
        } catch (BadLineException e) {
            throw new CommandException(ExitCode.FAILED, "nothing was imported: line=1 cause=" + e.getMessage(), e);
        }
    }

    /** @return false if not all was imported; the target is closed in either case */
    boolean run(ImportTarget newTarget) {
        target = newTarget;
        Interruption interruption = Interruption.arm(progress::finish);
        progress.start();
        try (newTarget) {
            addAll();
            newTarget.confirm();
        } catch (BadLineException | BadMessageException | IOException | JMSException | JournalFailedException e) {
            failure = e;
        } finally {
            interruption.disarm();
        }
        show();
        progress.finish();
        return failure == null;
    }

    private void addAll() throws BadLineException, BadMessageException, IOException, JMSException {
        while (source.lineNumber() + 1 < fromLine && source.skip()) {
            continue;
        }
        Map<String, Object> line = source.next();
        while (line != null) {
            try {
                target.add(writer.write(line));
            } catch (BadMessageException e) {
                // What came before a bad line is good.
                target.confirm();
                throw e;
            }
            addedCount++;
            if (addedCount % CONFIRM_INTERVAL == 0) {
                show();
            }
            line = next();
        }
    }

    private Map<String, Object> next() throws BadLineException, IOException, JMSException {
        try {
            return source.next();
        } catch (BadLineException e) {
            target.confirm();
            throw e;
        }
    }

    private void show() {
        progress.add(target.confirmedCount() - shownCount);
        shownCount = target.confirmedCount();
    }

    /** What ended it before its time, null if nothing did. */
    Exception failure() {
        return failure;
    }

    /** The same in one line. */
    String problem() {
        boolean isBadLine = failure instanceof BadLineException || failure instanceof BadMessageException;
        return (isBadLine ? "line is wrong, nothing from it on was imported: line=" : "not all was imported: nearLine=")
                + source.lineNumber() + " imported=" + target.confirmedCount() + " cause=" + ErrorLine.cause(failure);
    }

    /** What is worth knowing of an import nevertheless. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!writer.unknownFields().isEmpty()) {
            warnings.add("fields are not known and were ignored: fields=" + String.join(",", writer.unknownFields()));
        }
        if (target.leftOutCount() > 0) {
            warnings.add(
                    "messages were left out, of topics without a subscription that is to have them or expired: count="
                            + target.leftOutCount());
        }
        return warnings;
    }

    Map<String, Object> summary() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("ok", failure == null);
        summary.put("imported", target.confirmedCount());
        summary.put("leftOut", target.leftOutCount());
        summary.put("unknownFields", List.copyOf(writer.unknownFields()));
        summary.put("line", failure == null ? null : source.lineNumber());
        summary.put("problem", failure == null ? null : ErrorLine.cause(failure));
        return summary;
    }
}
