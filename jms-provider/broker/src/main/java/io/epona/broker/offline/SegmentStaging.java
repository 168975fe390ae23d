package io.epona.broker.offline;

import io.epona.broker.inspect.SegmentFile;
import io.epona.journal.JournalDamage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes a log that an inspection can read out of segments that do not make one: in a directory of its own there are links
 * to the segments that are sound, copies with a new header of those whose header is damaged, and headers without records
 * for those that are missing. The original is only read. Used once, by one thread.
 */
public final class SegmentStaging {
    private static final Pattern FILE_NAME = Pattern.compile("[0-9a-f]{16}\\.epj");
    private static final int HEX_LENGTH = 16;
    private static final long MAX_SEGMENT_LENGTH = 1L << 30;
    private static final long MAX_GAP_LENGTH = 1L << 40;

    private final Path source;
    private final Path staging;
    private final List<JournalDamage> damages = new ArrayList<>();
    private final Set<String> missing = new HashSet<>();
    private final TreeMap<Long, Path> files = new TreeMap<>();
    private long journalId;
    private long previousBase;
    private long previousLength;
    private long previousFirstRecord;
    private boolean isPreviousMissing;

    /** @param staging an empty directory */
    public SegmentStaging(Path source, Path staging) {
        this.source = source;
        this.staging = staging;
    }

    /** What is wrong with the segments as such: headers that were made anew, files that are missing or were left out. */
    public List<JournalDamage> damages() {
        return damages;
    }

    /** The names of the files of missing segments; what an inspection says of them is that they are missing. */
    public Set<String> missing() {
        return missing;
    }

    /**
     * Fills the staging directory.
     *
     * @throws IOException also if nothing is left that tells which journal the records belong to
     */
    public void prepare() throws IOException {
        try (Stream<Path> list = Files.list(source)) {
            for (Path file : list.sorted().toList()) {
                String name = file.getFileName().toString();
                if (FILE_NAME.matcher(name).matches()) {
                    files.put(Long.parseUnsignedLong(name.substring(0, HEX_LENGTH), HEX_LENGTH), file);
                }
            }
        }
        journalId = findJournalId();
        rename();
        leaveOutNext();
        for (Map.Entry<Long, Path> file : files.entrySet()) {
            try (SegmentFile segment = SegmentFile.open(file.getValue(), file.getKey())) {
                stage(file.getKey(), file.getValue(), segment);
            }
        }
    }

    private long findJournalId() throws IOException {
        Map<Long, Long> votes = new TreeMap<>();
        for (Map.Entry<Long, Path> file : files.entrySet()) {
            try (SegmentFile segment = SegmentFile.open(file.getValue(), file.getKey())) {
                if (segment.isHeaderIntact()) {
                    votes.merge(segment.journalId(), 1L, Long::sum);
                } else if (holdsRecords(segment, segment.journalId())) {
                    // The damage is elsewhere in the header: with a wrong id no record would be valid.
                    votes.merge(segment.journalId(), 1L, Long::sum);
                }
            }
        }
        return votes.isEmpty()
                ? solveJournalId()
                : Collections.max(votes.entrySet(), Map.Entry.comparingByValue())
                        .getKey();
    }

    private long solveJournalId() throws IOException {
        for (Map.Entry<Long, Path> file : files.entrySet()) {
            try (SegmentFile segment = SegmentFile.open(file.getValue(), file.getKey())) {
                Long id = segment.solveJournalId();
                if (id != null) {
                    return id;
                }
            }
        }
        throw new IOException("nothing tells the id of the journal, without which no record can be checked: directory="
                + source + " segments=" + files.size());
    }

    private static boolean holdsRecords(SegmentFile segment, long id) throws IOException {
        return segment.recordsEnd(id) > segment.firstRecordPosition(id);
    }

    /** Gives files whose header says that they are another segment that one's place, if it is free. */
    private void rename() throws IOException {
        TreeMap<Long, Path> misnamed = new TreeMap<>();
        for (Map.Entry<Long, Path> file : Map.copyOf(files).entrySet()) {
            try (SegmentFile segment = SegmentFile.open(file.getValue(), file.getKey())) {
                if (segment.isHeaderIntact() && segment.journalId() != journalId) {
                    files.remove(file.getKey());
                    report("segment belongs to another journal, left out", file.getKey(), file.getKey());
                } else if (segment.isHeaderIntact() && segment.headerBase() != file.getKey()) {
                    files.remove(file.getKey());
                    misnamed.put(segment.headerBase(), file.getValue());
                    String name = name(segment.headerBase());
                    report("segment has another's name: expected=" + name, file.getKey(), file.getKey());
                }
            }
        }
        misnamed.forEach(files::putIfAbsent);
    }

    /** The newest file, if its segment has not begun: it is no part of the log, and nothing in it was ever confirmed. */
    private void leaveOutNext() throws IOException {
        if (files.isEmpty()) {
            return;
        }
        long base = files.lastKey();
        try (SegmentFile segment = SegmentFile.open(files.get(base), base)) {
            if (segment.isHeaderIntact() && !segment.hasBegun()) {
                files.remove(base);
            }
        }
    }

    private static String name(long base) {
        return String.format("%016x.epj", base);
    }

    private void report(String reason, long base, long end) {
        damages.add(new JournalDamage(reason, name(base), 0, base, end));
    }

    private void stage(long base, Path file, SegmentFile segment) throws IOException {
        boolean isFirst = previousLength == 0;
        Long next = files.higherKey(base);
        if (!segment.isHeaderIntact() && !holdsRecords(segment, journalId)) {
            report("file has neither a header nor records, left out", base, base);
            return;
        }
        if (!isFirst && base > previousBase + previousLength) {
            fillGap(previousBase + previousLength, base);
        }
        int length = segment.isHeaderIntact() ? segment.segmentLength() : guessLength(segment, base, next);
        boolean isOverlong = next != null && base + length > next;
        if (isOverlong) {
            length = (int) (next - base);
        }
        long previousEnd = isFirst ? segment.previousEnd() : previousEnd(segment, base);
        boolean isContinued = isFirst || previousEnd == segment.previousEnd();
        Path staged = staging.resolve(name(base));
        if (segment.isHeaderIntact() && !isOverlong && isContinued) {
            Files.createSymbolicLink(staged, file.toRealPath());
        } else {
            String was = segment.isHeaderIntact() ? "does not fit the others" : "is damaged";
            report(
                    "segment header " + was + ", made anew: length=" + length,
                    base,
                    base + SegmentFile.MIN_HEADER_LENGTH);
            Files.copy(file, staged);
            overwriteHeader(staged, segment.rebuiltHeader(journalId, length, isFirst ? base : previousEnd));
        }
        previousBase = base;
        previousLength = length;
        previousFirstRecord = segment.firstRecordPosition(journalId);
        isPreviousMissing = false;
    }

    private static int guessLength(SegmentFile segment, long base, Long next) {
        long fileLength =
                (segment.length() + SegmentFile.LENGTH_UNIT - 1) / SegmentFile.LENGTH_UNIT * SegmentFile.LENGTH_UNIT;
        long said = segment.segmentLength();
        boolean isPlausible = said >= fileLength && said <= MAX_SEGMENT_LENGTH && said % SegmentFile.LENGTH_UNIT == 0;
        long length = isPlausible && (next == null || base + said <= next) ? said : fileLength;
        boolean isShort = next != null && base + length < next && next - base <= 2 * length;
        return (int) (isShort ? next - base : length);
    }

    /** Where the records of the segment before end: as the header says if that may be believed, else where they do. */
    private long previousEnd(SegmentFile segment, long base) throws IOException {
        long said = segment.previousEnd();
        boolean isPossible = said >= previousFirstRecord && said <= base;
        if (isPossible && segment.isHeaderIntact()) {
            return said;
        }
        long end = previousRecordsEnd(base);
        return isPossible && said > end ? said : end;
    }

    private long previousRecordsEnd(long base) throws IOException {
        if (isPreviousMissing) {
            return base;
        }
        try (SegmentFile previous = SegmentFile.open(staging.resolve(name(previousBase)), previousBase)) {
            return previous.recordsEnd(journalId);
        }
    }

    private void fillGap(long from, long to) throws IOException {
        if (to - from > MAX_GAP_LENGTH || (to - from) % SegmentFile.LENGTH_UNIT != 0) {
            throw new IOException(
                    "gap between segments cannot be: directory=" + source + " from=" + name(from) + " to=" + name(to));
        }
        long base = from;
        while (base < to) {
            int length = (int) Math.min(to - base, MAX_SEGMENT_LENGTH);
            long end = previousRecordsEnd(base);
            Files.write(staging.resolve(name(base)), SegmentFile.header(journalId, base, length, end));
            missing.add(name(base));
            previousBase = base;
            previousLength = length;
            previousFirstRecord = base + SegmentFile.HEADER_LENGTH;
            isPreviousMissing = true;
            base += length;
        }
    }

    private static void overwriteHeader(Path file, byte[] header) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(header), 0);
        }
    }
}
