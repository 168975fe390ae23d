/**
 * The messages of Jakarta Messaging, and their encoding.
 *
 * <p>{@link io.epona.jms.message.Messages} makes the messages that an application fills,
 * {@link io.epona.jms.message.MessageEncoder} turns them into bytes, {@link io.epona.jms.message.MessageDecoder} bytes
 * into received messages. None of these classes is thread-safe: a message belongs to the thread that works with it, an
 * encoder and a decoder to their session.
 */
package io.epona.jms.message;
