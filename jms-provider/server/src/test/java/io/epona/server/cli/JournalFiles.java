package io.epona.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epona.broker.EponaBroker;
import io.epona.jms.EponaConnectionFactory;
import io.epona.journal.DurabilityListener;
import io.epona.journal.JournalConfig;
import io.epona.journal.JournalDamage;
import io.epona.journal.JournalInspection;
import io.epona.journal.JournalVisitor;
import io.epona.journal.RecordView;
import io.epona.journal.SegmentJournal;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.agrona.MutableDirectBuffer;

/** The data directory of a broker as tests fill it, damage it and look at it. */
final class JournalFiles {
    static final String SEGMENT = "0000000000000000.epj";

    private static final long TIMEOUT_MS = 10_000;
    private static final long NOTHING_MS = 200;
    private static final int SMALL_SEGMENT = 64 * 1024;
    private static final int CRC_OFFSET = 16;
    private static final int BASE_OFFSET = 32;
    private static final int PREVIOUS_END_OFFSET = 40;
    private static final int SYNCED_OFFSET = 48;
    private static final int FORMER_BASE_OFFSET = 64;
    private static final int HEADER_LENGTH = 72;
    private static final Pattern OFFSET = Pattern.compile("\"offset\":(\\d+),");

    private final Path directory;

    JournalFiles(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    Path journal() {
        return directory.resolve("journal");
    }

    Path segment() {
        return journal().resolve(SEGMENT);
    }

    EponaBroker startBroker() throws Exception {
        return EponaBroker.builder().dataDirectory(directory).port(0).start();
    }

    /** Three messages for orders, of which one is received, and two in a transaction for bills. */
    void fill() throws Exception {
        try (EponaBroker broker = startBroker()) {
            fill(broker);
        }
    }

    static void fill(EponaBroker broker) {
        try (JMSContext context = new EponaConnectionFactory(broker.uri()).createContext()) {
            Queue orders = context.createQueue("orders");
            context.createProducer()
                    .setPriority(7)
                    .send(orders, "first order")
                    .send(orders, "second order")
                    .send(orders, "third order");
            assertEquals("first order", context.createConsumer(orders).receiveBody(String.class, TIMEOUT_MS));
        }
        try (JMSContext context =
                new EponaConnectionFactory(broker.uri()).createContext(JMSContext.SESSION_TRANSACTED)) {
            Queue bills = context.createQueue("bills");
            context.createProducer().send(bills, "first bill").send(bills, "second bill");
            context.commit();
        }
    }

    /** Messages of a kilobyte, which begin with their number, from 1 on. */
    void fill(String queue, int count) throws Exception {
        try (EponaBroker broker = startBroker();
                JMSContext context =
                        new EponaConnectionFactory(broker.uri()).createContext(JMSContext.SESSION_TRANSACTED)) {
            for (int i = 1; i <= count; i++) {
                context.createProducer().send(context.createQueue(queue), i + " " + "x".repeat(1_000));
            }
            context.commit();
            context.createProducer().send(context.createQueue(queue), "last");
            context.commit();
        }
    }

    /** The same records in segments that are so short that there are several; no transaction, to lose no more than needed. */
    JournalFiles inSmallSegments(Path target) throws Exception {
        JournalFiles copy = new JournalFiles(target);
        JournalConfig config = JournalConfig.builder(Files.createDirectories(copy.journal()))
                .segmentLength(SMALL_SEGMENT)
                .build();
        try (SegmentJournal journal = SegmentJournal.open(config, view -> {}, new NoListener())) {
            JournalInspection.open(journal()).read(new Appender(journal));
        }
        return copy;
    }

    /** Adds what a killed broker leaves: the file of a segment that has not begun. */
    void addNextSegment() throws IOException {
        Path newest;
        try (Stream<Path> files = Files.list(journal())) {
            newest = files.filter(file -> file.toString().endsWith(".epj"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(newest)).order(ByteOrder.LITTLE_ENDIAN);
        long base = bytes.getLong(BASE_OFFSET);
        long nextBase = base + bytes.capacity();
        bytes.putLong(BASE_OFFSET, nextBase)
                .putLong(PREVIOUS_END_OFFSET, -1)
                .putLong(SYNCED_OFFSET, -1)
                .putLong(FORMER_BASE_OFFSET, base);
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), 0, CRC_OFFSET);
        crc.update(bytes.array(), CRC_OFFSET + Integer.BYTES, HEADER_LENGTH - CRC_OFFSET - Integer.BYTES);
        bytes.putInt(CRC_OFFSET, (int) crc.getValue());
        Files.write(journal().resolve(String.format("%016x.epj", nextBase)), bytes.array());
    }

    /** All that starts a broker has to find: the bodies in a queue, in their order. */
    List<String> receiveAll(String queue) throws Exception {
        List<String> bodies = new ArrayList<>();
        try (EponaBroker broker = startBroker();
                JMSContext context = new EponaConnectionFactory(broker.uri()).createContext()) {
            JMSConsumer consumer = context.createConsumer(context.createQueue(queue));
            String body = consumer.receiveBody(String.class, TIMEOUT_MS);
            while (body != null) {
                bodies.add(body);
                body = consumer.receiveBody(String.class, NOTHING_MS);
            }
        }
        return bodies;
    }

    int offsetOf(String text) throws IOException {
        int offset = Files.readString(segment(), StandardCharsets.ISO_8859_1).indexOf(text);
        assertTrue(offset > 0, text);
        return offset;
    }

    /** Where the first record of a type is in its file. */
    int offsetOfRecord(String type) throws Exception {
        CliProcess dump = CliProcess.run("", "journal", "dump", directory.toString(), "--json", "--type", type);
        Matcher matcher = OFFSET.matcher(dump.out().get(0));
        assertTrue(matcher.find());
        return Integer.parseInt(matcher.group(1));
    }

    /** Turns one bit of a file over. */
    static void flip(Path file, int offset) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(offset);
            int was = bytes.read();
            bytes.seek(offset);
            bytes.write(was ^ 1);
        }
    }

    /** Names, lengths and times of all files. */
    List<String> listing() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<String> listing = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                listing.add(file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
            }
            return listing;
        }
    }

    private static final class NoListener implements DurabilityListener {
        @Override
        public void onDurable(long position) {
            // Closing the journal waits for it.
        }

        @Override
        public void onFailed(Throwable cause) {
            // Closing the journal throws it.
        }
    }

    /** Makes every record a group of its own. */
    private record Appender(SegmentJournal journal) implements JournalVisitor {
        @Override
        public void onRecord(RecordView view) {
            MutableDirectBuffer buffer = journal.claim(view.type(), view.version(), view.length());
            buffer.putBytes(journal.claimOffset(), view.buffer(), view.offset(), view.length());
            journal.commit(true);
        }

        @Override
        public void onBatch(RecordView view, long syncedPosition) {
            // The copy has its own.
        }

        @Override
        public void onDamage(JournalDamage damage) {
            throw new AssertionError(damage.toString());
        }

        @Override
        public void onLost(RecordView view, boolean isIntact) {
            throw new AssertionError("lost: position=" + view.position());
        }
    }
}
