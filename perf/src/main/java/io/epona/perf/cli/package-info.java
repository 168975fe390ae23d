/** The commands of the harness; {@link io.epona.perf.cli.PerfCli} is the program. */
package io.epona.perf.cli;
