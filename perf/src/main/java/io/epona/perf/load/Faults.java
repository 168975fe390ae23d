package io.epona.perf.load;

import java.util.ArrayList;
import java.util.List;

/** What threw in the threads of a run. Thread-safe. */
final class Faults {
    private static final int LIMIT = 10;

    private final List<String> texts = new ArrayList<>();

    /** @param who what the thread does */
    synchronized void add(String who, Throwable e) {
        // One cause tends to throw everywhere: the first ones tell enough.
        if (texts.size() < LIMIT) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            texts.add(who + " failed: " + e + (root == e ? "" : " cause=" + root));
        }
    }

    synchronized boolean isEmpty() {
        return texts.isEmpty();
    }

    synchronized List<String> texts() {
        return List.copyOf(texts);
    }
}
