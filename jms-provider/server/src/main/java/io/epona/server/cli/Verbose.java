package io.epona.server.cli;

/** A command that can be asked for the stack trace of its failure. */
interface Verbose {
    boolean isVerbose();
}
