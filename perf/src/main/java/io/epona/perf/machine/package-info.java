/**
 * The machine that a run is measured on: what it is, what its disk and its loopback interface can do at best, and what a
 * process uses of it. Reads {@code /proc} where there is one.
 */
package io.epona.perf.machine;
