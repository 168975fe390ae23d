package io.epona.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a confirmation waits for, from little to much. A broker has a level; a message may ask for another. */
public enum Durability {
    /** Nothing: the broker has accepted it. */
    MEMORY,
    /** The broker's operating system has it: survives a crash of the broker, not a loss of power. */
    OS,
    /** The broker's disk has it: survives a loss of power. */
    FSYNC;

    /**
     * Name of the string property by which a message asks for a level, with the value {@code memory}, {@code os} or
     * {@code fsync}. It counts for persistent messages that are sent outside of a transaction.
     */
    public static final String PROPERTY = "JMS_Epona_Durability";

    /** The name in settings and properties. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The level of this name, empty if there is none. */
    public static Optional<Durability> named(String label) {
        return Arrays.stream(values())
                .filter(level -> level.label().equals(label))
                .findFirst();
    }

    /** The names that {@link #named} knows, for messages. */
    public static String labels() {
        return Arrays.stream(values()).map(Durability::label).collect(Collectors.joining(", "));
    }
}
