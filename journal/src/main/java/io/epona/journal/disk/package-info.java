/**
 * All that the journal asks of a file system, behind {@link io.epona.journal.disk.Disk}, so that tests can run the same
 * code over a disk that fails on demand. For the journal's own use.
 */
package io.epona.journal.disk;
