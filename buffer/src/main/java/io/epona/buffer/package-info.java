/**
 * Buffers for SBE codecs that need no JVM flag: {@link io.epona.buffer.NioBuffer} offers Agrona's buffer interfaces over
 * arrays and NIO buffers, without {@code Unsafe}. A buffer belongs to one thread at a time.
 */
package io.epona.buffer;
