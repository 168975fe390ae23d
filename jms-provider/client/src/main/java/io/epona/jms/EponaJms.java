package io.epona.jms;

/** What Epona adds to the Jakarta Messaging API. */
public final class EponaJms {
    /**
     * A session mode, for {@code createSession} and {@code createContext}: {@link jakarta.jms.Message#acknowledge}
     * acknowledges that message alone, in any order, and returns once this is durable. What is not acknowledged comes again
     * after {@code recover}, and when the session is closed.
     */
    public static final int INDIVIDUAL_ACKNOWLEDGE = 101;

    private EponaJms() {}
}
