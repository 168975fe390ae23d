/**
 * The command line: {@link io.epona.server.cli.EponaCli} and a class for each command. Commands run on the main thread,
 * write results to standard output and everything else to standard error, and end with one of the codes of
 * {@link io.epona.server.cli.ExitCode}.
 */
package io.epona.server.cli;
