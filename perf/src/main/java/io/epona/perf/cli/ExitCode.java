package io.epona.perf.cli;

/** Exit codes of the commands. */
final class ExitCode {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    /** Something was lost, doubled, reordered or damaged, or a producer or consumer failed. */
    static final int NOT_VERIFIED = 3;

    /** The schedule was not kept. */
    static final int MISSED_RATE = 4;

    private ExitCode() {}
}
