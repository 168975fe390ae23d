/**
 * Results for people: lines and tables for a terminal, HdrHistogram logs, and comparisons of runs as one HTML file that
 * needs nothing else. Takes {@link io.epona.perf.result.RunResult}s and knows nothing of JMS.
 */
package io.epona.perf.report;
