package io.epona.protocol;

import java.util.Arrays;
import java.util.Optional;

/** The options of a connection URI whose values are text. They have no default. */
public enum UriText {
    /** The JMS client id. */
    CLIENT_ID("clientId", "the JMS client id of connections"),
    /** Which classes received objects may have. */
    OBJECT_CLASSES("objectClasses", "classes that received objects may have beside the standard ones");

    private final String key;
    private final String meaning;

    UriText(String key, String meaning) {
        this.key = key;
        this.meaning = meaning;
    }

    /** The name in the URI. */
    public String key() {
        return key;
    }

    /** What the option does. */
    public String meaning() {
        return meaning;
    }

    static Optional<UriText> named(String key) {
        return Arrays.stream(values()).filter(option -> option.key.equals(key)).findFirst();
    }
}
