package io.epona.server.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lines of an export, as values. Confined to one thread. */
final class ImportSource implements Closeable {
    /** A message of 16 MiB has no more characters than this, whatever has to be escaped in it. */
    private static final int MAX_TEXT_LENGTH = 128 * 1024 * 1024;

    private static final int MAX_DEPTH = 16;

    private final MessageSource lines;
    private final JsonFactory json = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MAX_TEXT_LENGTH)
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .build();
    private long lineNumber;

    ImportSource(MessageSource lines) {
        this.lines = lines;
    }

    /** The number of the line that was read last, from 1 on. */
    long lineNumber() {
        return lineNumber;
    }

    /**
     * Reads the header.
     *
     * @throws BadLineException if the first line is not that of an export in a version that is known
     */
    void readHeader() throws IOException, BadLineException {
        Map<String, Object> header = next();
        if (header == null || !"messages".equals(header.get("epona")) || !(header.get("version") instanceof Long)) {
            throw new BadLineException("this is no export, which begins with " + Json.of(JournalExport.HEADER));
        }
        long version = (Long) header.get("version");
        if (version != JournalExport.VERSION) {
            throw new BadLineException(
                    "version of the export is not known: version=" + version + " known=" + JournalExport.VERSION);
        }
    }

    /**
     * Reads the next line; empty ones are passed over.
     *
     * @return an object of texts, longs, truth values, lists and objects; a number with a fraction is text; null at the end
     * @throws BadLineException if the line is no JSON object
     */
    Map<String, Object> next() throws IOException, BadLineException {
        String line = nextLine();
        while (line != null && line.isBlank()) {
            line = nextLine();
        }
        return line == null ? null : parse(line);
    }

    /** Reads a line without looking at it; whether there was one. */
    boolean skip() throws IOException {
        return nextLine() != null;
    }

    private String nextLine() throws IOException {
        lineNumber++;
        return lines.next();
    }

    private Map<String, Object> parse(String line) throws IOException, BadLineException {
        try (JsonParser parser = json.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadLineException("line is no JSON object");
            }
            Map<String, Object> object = object(parser);
            if (parser.nextToken() != null) {
                throw new BadLineException("something follows the JSON object: column="
                        + parser.currentTokenLocation().getColumnNr());
            }
            return object;
        } catch (JsonProcessingException e) {
            throw new BadLineException(
                    "line is not JSON: column=" + e.getLocation().getColumnNr() + " cause=" + e.getOriginalMessage());
        }
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object;
    }

    private static List<Object> array(JsonParser parser) throws IOException {
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            // So that no digit of a fraction is lost, and nor is the sign of a zero.
            default -> parser.getText();
        };
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
