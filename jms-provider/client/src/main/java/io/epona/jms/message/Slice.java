package io.epona.jms.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** A part of an array that is no longer written to. */
record Slice(byte[] array, int offset, int length) {
    private static final byte[] NOTHING = new byte[0];
    static final Slice EMPTY = new Slice(NOTHING, 0, 0);

    /** @throws IndexOutOfBoundsException if the part is not inside the array */
    Slice {
        Objects.checkFromIndexSize(offset, length, array.length);
    }

    static Slice of(byte[] array) {
        return new Slice(array, 0, array.length);
    }

    boolean isEmpty() {
        return length == 0;
    }

    String text() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    byte[] copy() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }
}
