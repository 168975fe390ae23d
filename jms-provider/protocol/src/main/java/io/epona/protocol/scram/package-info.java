/**
 * SCRAM-SHA-256 (RFC 5802, RFC 7677) without channel binding: both sides prove that they know a password, which does not
 * cross the wire. Entry types: {@link io.epona.protocol.scram.ScramClient} and {@link io.epona.protocol.scram.ScramServer}.
 * Each object is confined to the thread that uses it, unless it says otherwise.
 */
package io.epona.protocol.scram;
