package io.epona.protocol;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The options of a connection URI: the one place that knows their names, defaults, ranges and units. */
public enum UriOption {
    /** Longest time to connect one socket. */
    CONNECT_TIMEOUT_MS("connectTimeoutMs", 5_000, 1, 600_000, "milliseconds to wait for one socket to connect"),
    /** Heartbeat interval. */
    HEARTBEAT_MS("heartbeatMs", 10_000, 100, 600_000, "milliseconds of silence after which a heartbeat is sent"),
    /** Prefetch limit in bytes. */
    PREFETCH_BYTES("prefetchBytes", 1_048_576, 1, 1_073_741_824, "bytes sent ahead to a consumer"),
    /** Prefetch limit in messages. */
    PREFETCH_MESSAGES("prefetchMessages", 1_000, 1, 60_000, "messages sent ahead to a consumer"),
    /** Longest time to wait for an answer of a connected broker. */
    REQUEST_TIMEOUT_MS(
            "requestTimeoutMs", 30_000, 0, Integer.MAX_VALUE, "milliseconds to wait for an answer; 0: no limit"),
    /** Longest time to connect again. */
    RESUME_TIMEOUT_MS(
            "resumeTimeoutMs",
            60_000,
            0,
            Integer.MAX_VALUE,
            "milliseconds to go on connecting again; 0: never give up"),
    /** Longest time that a send waits for the broker to have room. */
    SEND_TIMEOUT_MS("sendTimeoutMs", 30_000, 0, Integer.MAX_VALUE, "milliseconds a send waits for room; 0: no limit"),
    /** How much of a transaction is kept to be replayed. */
    TRANSACTION_REPLAY_BYTES(
            "transactionReplayBytes",
            16 * 1024 * 1024,
            0,
            Integer.MAX_VALUE,
            "bytes of a transaction that are kept to be sent again; a longer one is rolled back if the connection is lost");

    private final String key;
    private final int defaultValue;
    private final int min;
    private final int max;
    private final String meaning;

    UriOption(String key, int defaultValue, int min, int max, String meaning) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.min = min;
        this.max = max;
        this.meaning = meaning;
    }

    /** The name in the URI. */
    public String key() {
        return key;
    }

    /** The value where the URI has none. */
    public int defaultValue() {
        return defaultValue;
    }

    /** The lowest and the highest value allowed, as text. */
    public String range() {
        return min + ".." + max;
    }

    /** What the option does, with its unit. */
    public String meaning() {
        return meaning;
    }

    static Optional<UriOption> named(String key) {
        return Arrays.stream(values()).filter(option -> option.key.equals(key)).findFirst();
    }

    /** The name of an option, of text too, that is most like the given one. */
    static String nearest(String key) {
        return Stream.concat(
                        Arrays.stream(values()).map(UriOption::key),
                        Arrays.stream(UriText.values()).map(UriText::key))
                .min(Comparator.comparingInt(known -> distance(known, key)))
                .orElseThrow();
    }

    int parse(String text) {
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(refusal(text), e);
        }
        throw new IllegalArgumentException(refusal(text));
    }

    private String refusal(String text) {
        return "option value not allowed: option=" + key + " value=" + text + " allowed=" + range();
    }

    /** Edit distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                boolean isSame = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + (isSame ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
