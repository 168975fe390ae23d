/**
 * What a journal says, for tools: {@link io.epona.broker.inspect.EffectReader} turns a record into names and values, and
 * {@link io.epona.broker.inspect.ContentTally} adds them up to what a restart would find. Reads only; each object belongs
 * to one thread.
 */
package io.epona.broker.inspect;
