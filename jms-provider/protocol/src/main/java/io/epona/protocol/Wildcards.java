package io.epona.protocol;

/** The words in names of destinations that stand for others; between words there are dots. */
public final class Wildcards {
    /** Stands for one word. */
    public static final String ONE_WORD = "*";

    /** Stands for any number of words, none included. */
    public static final String ANY_WORDS = "#";

    private Wildcards() {}

    /** Whether a name has such a word. */
    public static boolean isPattern(String name) {
        if (name.indexOf('*') < 0 && name.indexOf('#') < 0) {
            return false;
        }
        for (String word : words(name)) {
            if (word.equals(ONE_WORD) || word.equals(ANY_WORDS)) {
                return true;
            }
        }
        return false;
    }

    /** The words of a name; the empty name has one, which is empty. */
    public static String[] words(String name) {
        return name.split("\\.", -1);
    }
}
