package io.epona.perf.workload;

/** Says what is wrong with a setting in the words of its option. */
final class Ranges {
    private Ranges() {}

    static void require(String name, long value, long minimum, long maximum) {
        if (value < minimum || value > maximum) {
            throw new IllegalArgumentException(
                    "value not allowed: " + name + "=" + value + " allowed=" + minimum + ".." + maximum);
        }
    }
}
