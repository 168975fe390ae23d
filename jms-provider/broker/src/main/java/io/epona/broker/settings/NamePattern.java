package io.epona.broker.settings;

import io.epona.protocol.Wildcards;

/**
 * A pattern for names of destinations, which are words with dots between them: {@code *} stands for one word, {@code #} for
 * any number of words, none included. Any other word stands for itself. {@code orders.#} is {@code orders} and all below it.
 */
public final class NamePattern {
    private final String text;
    private final String[] words;

    private NamePattern(String text) {
        this.text = text;
        this.words = Wildcards.words(text);
    }

    /** A pattern of this text; any text is one. */
    public static NamePattern of(String text) {
        return new NamePattern(text);
    }

    /** Whether a name is a pattern for more than itself. */
    public static boolean isPattern(String name) {
        return Wildcards.isPattern(name);
    }

    /** The text it was made of. */
    public String text() {
        return text;
    }

    /** Whether it stands for this name. */
    public boolean matches(String name) {
        String[] other = Wildcards.words(name);
        // Where the last # began to stand for words, to let it stand for one more when what follows does not fit.
        int anyAt = -1;
        int anyEnd = 0;
        int at = 0;
        int nameAt = 0;
        while (nameAt < other.length) {
            if (at < words.length && words[at].equals(Wildcards.ANY_WORDS)) {
                anyAt = at++;
                anyEnd = nameAt;
            } else if (at < words.length && (words[at].equals(Wildcards.ONE_WORD) || words[at].equals(other[nameAt]))) {
                at++;
                nameAt++;
            } else if (anyAt >= 0) {
                at = anyAt + 1;
                nameAt = ++anyEnd;
            } else {
                return false;
            }
        }
        while (at < words.length && words[at].equals(Wildcards.ANY_WORDS)) {
            at++;
        }
        return at == words.length;
    }

    @Override
    public String toString() {
        return text;
    }
}
