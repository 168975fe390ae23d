package io.epona.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the bodies of messages come from. Confined to one thread. */
interface MessageSource extends AutoCloseable {
    /**
     * The next body.
     *
     * @return null after the last one
     * @throws IOException if the input cannot be read, or is not UTF-8
     */
    String next() throws IOException;

    @Override
    void close() throws IOException;

    /** The lines of a file. */
    static MessageSource file(Path file) throws IOException {
        return lines(Files.newInputStream(file));
    }

    /** The lines of a stream, which may be endless. What is not UTF-8 is refused rather than sent garbled. */
    static MessageSource lines(InputStream input) {
        BufferedReader reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8.newDecoder()));
        return new MessageSource() {
            private long count;

            @Override
            public String next() throws IOException {
                try {
                    String line = reader.readLine();
                    count++;
                    return line;
                } catch (CharacterCodingException e) {
                    throw new IOException("input is not UTF-8: afterLine=" + count, e);
                }
            }

            @Override
            public void close() throws IOException {
                reader.close();
            }
        };
    }

    /** So many texts of this length, each beginning with its number. */
    static MessageSource generated(long count, int length) {
        String filling = "x".repeat(length);
        return new MessageSource() {
            private long made;

            @Override
            public String next() {
                if (made == count) {
                    return null;
                }
                String number = ++made + " ";
                return (number + filling).substring(0, length);
            }

            @Override
            public void close() {
                // There is nothing to close.
            }
        };
    }
}
