package io.epona.server.cli;

import io.epona.broker.inspect.ContentTally;
import io.epona.broker.inspect.MessageFetch;
import io.epona.broker.inspect.QueueTally;
import io.epona.broker.inspect.WholeGroups;
import io.epona.broker.offline.ReadableJournal;
import io.epona.journal.JournalOpenException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.agrona.collections.LongHashSet;

/**
 * Prints the live messages of a journal, destination by destination. Reads it once to learn where they are, and then each
 * message where it is; if a broker has moved it meanwhile, all over again from there.
 */
final class JournalExport {
    /** The first line of what is exported. */
    static final Map<String, Object> HEADER = header();

    static final int VERSION = 1;

    private static final int MAX_SCANS_WITHOUT_PROGRESS = 5;
    private static final int CHECK_INTERVAL = 256;

    private final Path directory;
    private final ExportSelection selection;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Progress progress;
    private final Set<String> done = new HashSet<>();
    private long lastNumber;
    private boolean isComplete = true;

    JournalExport(Path directory, ExportSelection selection, PrintWriter out, PrintWriter err) {
        this.directory = directory;
        this.selection = selection;
        this.out = out;
        this.err = err;
        progress = new Progress(err, "exported");
    }

    private static Map<String, Object> header() {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("epona", "messages");
        header.put("version", VERSION);
        return header;
    }

    /** @return whether nothing was damaged or of an unknown kind */
    boolean run() throws CommandException, IOException, JournalOpenException {
        printLine(HEADER);
        long before = -1;
        int scans = 0;
        boolean isDone = false;
        while (!isDone) {
            scans = progress.count() > before ? 1 : scans + 1;
            if (scans > MAX_SCANS_WITHOUT_PROGRESS) {
                throw new CommandException(
                        ExitCode.FAILED,
                        "messages vanish faster than they can be read: directory=" + directory + " exported="
                                + progress.count() + " scans=" + scans,
                        null);
            }
            before = progress.count();
            isDone = scanAndPrint(before == 0 && scans == 1);
        }
        progress.finish();
        return isComplete;
    }

    private boolean scanAndPrint(boolean isFirst) throws CommandException, IOException, JournalOpenException {
        try (ReadableJournal journal = ReadableJournal.open(directory, null)) {
            ReadProgress reading = new ReadProgress(err, journal.inspection());
            WholeGroups groups = new WholeGroups(journal.inspection());
            ExportScan scan = groups.read(() -> new ExportScan(reading));
            if (isFirst) {
                isComplete = scan.report(journal, groups.end(), err);
                selection.check(destinations(scan.content()).keySet());
                progress.start();
            }
            try (MessageFetch fetch =
                    new MessageFetch(journal.directory(), journal.inspection().segments())) {
                return print(scan.content(), fetch);
            }
        }
    }

    /** The indexes of each destination, in the order of names: numbers would be others after an import. */
    private static Map<String, List<QueueTally>> destinations(ContentTally content) {
        Map<String, List<QueueTally>> destinations = new TreeMap<>();
        for (QueueTally queue : content.queues()) {
            boolean isTopic = queue.isSubscription();
            String name = isTopic ? content.topicOf(queue) : queue.name();
            if (name != null) {
                destinations
                        .computeIfAbsent((isTopic ? "topic://" : "queue://") + name, key -> new ArrayList<>())
                        .add(queue);
            }
        }
        return destinations;
    }

    /** @return false if a message is where it was no longer */
    private boolean print(ContentTally content, MessageFetch fetch) throws IOException {
        for (Map.Entry<String, List<QueueTally>> destination :
                destinations(content).entrySet()) {
            if (selection.includes(destination.getKey()) && !done.contains(destination.getKey())) {
                if (!print(destination.getKey(), destination.getValue(), content, fetch)) {
                    return false;
                }
                done.add(destination.getKey());
                lastNumber = 0;
            }
        }
        return true;
    }

    private boolean print(String destination, List<QueueTally> queues, ContentTally content, MessageFetch fetch)
            throws IOException {
        for (long number : numbers(queues)) {
            if (number > lastNumber) {
                Map<String, Object> message = fetch.message(number, content.positionOf(number));
                if (message == null) {
                    return false;
                }
                printLine(line(destination, queues, number, message));
                lastNumber = number;
                progress.add(1);
            }
        }
        return true;
    }

    private static long[] numbers(List<QueueTally> queues) {
        if (queues.size() == 1) {
            return queues.get(0).liveNumbers();
        }
        LongHashSet numbers = new LongHashSet();
        for (QueueTally queue : queues) {
            for (long number : queue.liveNumbers()) {
                numbers.add(number);
            }
        }
        return numbers.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    private static Map<String, Object> line(
            String destination, List<QueueTally> queues, long number, Map<String, Object> message) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("destination", destination);
        line.put("number", number);
        if (queues.get(0).isSubscription()) {
            line.put(
                    "subscriptions",
                    queues.stream()
                            .filter(queue -> queue.isNamed() && queue.isLive(number))
                            .sorted(Comparator.comparing(QueueTally::clientId).thenComparing(QueueTally::name))
                            .map(queue -> subscription(queue, number))
                            .toList());
        } else {
            putCount(line, queues.get(0).deliveryCount(number));
        }
        Object sentTo = message.remove("destination");
        if (!destination.equals(sentTo)) {
            line.put("jmsDestination", sentTo);
        }
        line.putAll(message);
        return line;
    }

    private static Map<String, Object> subscription(QueueTally queue, long number) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("clientId", queue.clientId());
        fields.put("name", queue.name());
        if (!queue.selector().isEmpty()) {
            fields.put("selector", queue.selector());
        }
        if (queue.isShared()) {
            fields.put("shared", true);
        }
        if (queue.isNoLocal()) {
            fields.put("noLocal", true);
        }
        putCount(fields, queue.deliveryCount(number));
        return fields;
    }

    private static void putCount(Map<String, Object> fields, long deliveryCount) {
        if (deliveryCount > 0) {
            fields.put("deliveryCount", deliveryCount);
        }
    }

    private void printLine(Map<String, Object> line) {
        // Not println, which would flush each line; and the check flushes, so not after every line either.
        out.print(Json.of(line));
        out.print('\n');
        if (progress.count() % CHECK_INTERVAL == 0 && out.checkError()) {
            throw new UncheckedIOException("cannot write to standard output", new IOException("stream is closed"));
        }
    }
}
