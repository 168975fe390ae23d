package io.epona.server.cli;

/** What a command still does when ctrl-c or SIGTERM ends it before its time. */
final class Interruption {
    private final Thread hook;

    private Interruption(Thread hook) {
        this.hook = hook;
    }

    /** Arms the action until {@link #disarm}. It runs on a thread of its own, at most once. */
    static Interruption arm(Runnable action) {
        Thread hook = new Thread(action, "epona-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        return new Interruption(hook);
    }

    void disarm() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is going down: the action has started, or ended, and nothing is left to disarm.
        }
    }
}
