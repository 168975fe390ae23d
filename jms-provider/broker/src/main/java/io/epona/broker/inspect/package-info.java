/**
 * What a journal says, for tools: {@link io.epona.broker.inspect.EffectReader} turns a record into names and values,
 * {@link io.epona.broker.inspect.ContentTally} adds them up to what a restart would find, and
 * {@link io.epona.broker.inspect.MessageReader} takes a stored message apart. Reads only; each object belongs to one
 * thread.
 */
package io.epona.broker.inspect;
