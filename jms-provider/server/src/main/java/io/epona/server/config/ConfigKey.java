package io.epona.server.config;

import io.epona.protocol.Protocol;
import java.util.Arrays;
import java.util.Optional;

/** The keys of a broker's configuration, apart from those of single destinations: {@link DestinationKey}. */
public enum ConfigKey {
    /** Address. */
    HOST("host", "127.0.0.1", ValueRule.text(), "the host name or address to listen on"),
    /** Port. */
    PORT("port", "" + Protocol.DEFAULT_PORT, ValueRule.number(0, 65_535, ""), "the port to listen on; 0: any free one"),
    /** Directory. */
    DATA("data", "epona-data", ValueRule.path(), "the data directory, made if it is not there"),
    /** Without a directory. */
    MEMORY(
            "memory",
            "false",
            ValueRule.flag(),
            "whether everything is kept in memory alone, and `data` does not count"),
    /** Level. */
    DURABILITY(
            "durability",
            "fsync",
            ValueRule.oneOf("fsync", "os", "memory"),
            "what a send, commit or acknowledgement waits for, unless a message asks otherwise"),
    /** Users. */
    USERS("users", "", ValueRule.path(), "the file of users, see [users](users.md); without one everybody is served"),
    /** Clients without a user. */
    ANONYMOUS(
            "anonymous",
            "",
            ValueRule.flag(),
            "whether a broker with `users` also serves clients without one; it does not if nothing is said"),
    /** Grace. */
    RESUME_GRACE_MS(
            "resumeGraceMs",
            "5000",
            ValueRule.number(0, 3_600_000, "ms"),
            "how long what a lost connection holds is kept for it"),
    /** Connections. */
    MAX_CONNECTIONS(
            "limits.connections", "10000", ValueRule.number(1, 1_000_000, ""), "how many clients are served at a time"),
    /** Memory. */
    MAX_MEMORY(
            "limits.memory",
            "0",
            ValueRule.number(0, 1L << 50, "bytes"),
            "of messages that are in memory only, beyond which they spill to the journal; 0: a quarter of the heap"),
    /** Transaction. */
    MAX_TRANSACTION(
            "limits.transaction",
            "0",
            ValueRule.number(0, 1L << 50, "bytes"),
            "of the messages of one transaction in memory; more goes to the journal; 0: 1 MiB"),
    /** Producer window. */
    PRODUCER_WINDOW(
            "limits.producerWindow",
            "2097152",
            ValueRule.number(65_536, 1L << 30, "bytes"),
            "that a session may send before the broker has dealt with them"),
    /** Branches. */
    TRANSACTION_TIMEOUT_MS(
            "transactions.timeoutMs",
            "300000",
            ValueRule.number(1, 31_536_000_000L, "ms"),
            "how long a branch of a distributed transaction may take until it is prepared, if its client asks for nothing else"),
    /** Outcomes of branches. */
    OUTCOME_RETENTION_MS(
            "transactions.outcomeRetentionMs",
            "3600000",
            ValueRule.number(1, 31_536_000_000L, "ms"),
            "how long it is known how a branch ended, to be asked again"),
    /** Segments. */
    SEGMENT_LENGTH(
            "journal.segmentLength",
            "67108864",
            ValueRule.multiple(65_536, 1L << 30, 4_096, "bytes"),
            "length of the journal's files made from now on"),
    /** Spare segments. */
    SPARE_SEGMENTS(
            "journal.spareSegments",
            "2",
            ValueRule.number(0, 64, ""),
            "how many dropped files are kept to be written over, which is quicker than to make new ones"),
    /** Saturation. */
    SATURATION_LENGTH(
            "journal.saturationLength",
            "33554432",
            ValueRule.number(65_536, 1L << 30, "bytes"),
            "that may wait for the disk before producers have to wait"),
    /** Creation on first use. */
    AUTO_CREATE(
            "destinations.autoCreate",
            "true",
            ValueRule.flag(),
            "whether a destination that is used and does not exist is created");

    private final String key;
    private final String defaultText;
    private final ValueRule rule;
    private final String meaning;

    ConfigKey(String key, String defaultText, ValueRule rule, String meaning) {
        this.key = key;
        this.defaultText = defaultText;
        this.rule = rule;
        this.meaning = meaning;
    }

    /** Its name in the file. */
    public String key() {
        return key;
    }

    /** The value where the file has none; empty for no value. */
    String defaultText() {
        return defaultText;
    }

    ValueRule rule() {
        return rule;
    }

    /** The row of the manual's table. */
    public String row() {
        String shown = defaultText.isEmpty() ? "none" : "`" + defaultText + "`";
        return "| `" + key + "` | " + shown + " | " + rule.allowed() + " | " + rule.unit() + " | " + meaning + " |";
    }

    static Optional<ConfigKey> named(String key) {
        return Arrays.stream(values()).filter(each -> each.key.equals(key)).findFirst();
    }
}
