/**
 * The table of the documentation: rows of work, each done by Epona and by its peers in turn, several times, and compared by
 * medians. Every run is a process of its own, so that none profits from code that another has warmed up.
 * {@link io.epona.perf.table.TableRun} is the whole.
 */
package io.epona.perf.table;
