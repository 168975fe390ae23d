package io.epona.server.cli;

/** What a command's exit code says. */
final class ExitCode {
    /** The command did what it was asked. */
    static final int OK = 0;
    /** It could not, or not in full; standard error says why. */
    static final int FAILED = 1;
    /** The command line was not understood. */
    static final int USAGE = 2;
    /** The broker refused to start: its settings, directory or address have to be put right first. */
    static final int START_REFUSED = 3;

    /** The command did what can be done, and that is not all. */
    static final int INCOMPLETE = 4;

    private ExitCode() {}
}
