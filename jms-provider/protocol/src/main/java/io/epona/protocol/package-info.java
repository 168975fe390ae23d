/**
 * What client and broker agree on: the frames (generated from {@code sbe/epona-wire.xml} into {@code wire}), the connection
 * URI, and the codes of errors. Entry types: {@link io.epona.protocol.EponaUri}, {@link io.epona.protocol.ErrorCode}.
 * Nothing here owns a thread.
 */
package io.epona.protocol;
