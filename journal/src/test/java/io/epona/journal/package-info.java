/** Tests of the journal, most of them over {@link io.epona.journal.SimulatedDisk}. */
package io.epona.journal;
