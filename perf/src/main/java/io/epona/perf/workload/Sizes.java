package io.epona.perf.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A distribution of body lengths: one length ({@code 1024}), an even range ({@code 100-2000}) or weighted lengths and
 * ranges ({@code 200:90,64k:10}).
 */
public final class Sizes {
    /** A body is no shorter, so that what is verified fits. */
    public static final int MINIMUM = 40;

    private static final int MAXIMUM = 1 << 30;
    private static final int KIBI = 1024;

    private final String text;
    private final List<Share> shares;
    private final int totalWeight;

    private record Share(int least, int most, int weight) {}

    private Sizes(String text, List<Share> shares) {
        this.text = text;
        this.shares = shares;
        totalWeight = shares.stream().mapToInt(Share::weight).sum();
    }

    /** @throws IllegalArgumentException if the text is no distribution, or a length is out of range */
    public static Sizes parse(String text) {
        List<Share> shares = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String[] weighted = part.split(":", 2);
            String[] range = weighted[0].split("-", 2);
            int least = length(range[0]);
            int most = range.length == 1 ? least : length(range[1]);
            int weight = weighted.length == 1 ? 1 : number(weighted[1]);
            Ranges.require("size", least, MINIMUM, MAXIMUM);
            Ranges.require("size", most, least, MAXIMUM);
            Ranges.require("weight of size", weight, 1, 1_000_000);
            shares.add(new Share(least, most, weight));
        }
        return new Sizes(text, List.copyOf(shares));
    }

    /** The length of the next body. */
    public int next(Random random) {
        int left = totalWeight == 1 ? 0 : random.nextInt(totalWeight);
        for (Share share : shares) {
            left -= share.weight();
            if (left < 0) {
                int spread = share.most() - share.least();
                return spread == 0 ? share.least() : share.least() + random.nextInt(spread + 1);
            }
        }
        throw new AssertionError("weights do not add up: sizes=" + text);
    }

    /** The longest body there can be. */
    public int largest() {
        return shares.stream().mapToInt(Share::most).max().orElseThrow();
    }

    /** What it was parsed from. */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }

    private static int length(String word) {
        return word.endsWith("k")
                ? Math.multiplyExact(number(word.substring(0, word.length() - 1)), KIBI)
                : number(word);
    }

    private static int number(String word) {
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a length, range or weight: size=" + word, e);
        }
    }
}
