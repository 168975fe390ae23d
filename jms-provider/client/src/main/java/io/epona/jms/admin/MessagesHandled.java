package io.epona.jms.admin;

/**
 * What was done to the messages of a queue.
 *
 * @param count of messages that were removed or moved
 * @param leftInFlight messages that were meant, too, but are with a consumer or locked by a branch, and were left alone;
 *     if a limit ended it, those that came before
 */
public record MessagesHandled(long count, long leftInFlight) {}
