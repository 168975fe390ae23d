/**
 * One run against one provider: producers and consumers, their pace, what they measured, and whether every message arrived
 * once and in order. {@link io.epona.perf.load.LoadRun} starts it all and waits for it; each producer and consumer has a
 * thread and a connection of its own. Nothing here knows a provider: all goes through {@code jakarta.jms}.
 */
package io.epona.perf.load;
