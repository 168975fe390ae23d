/**
 * What a run does: how many send and receive, where, what, how fast, for how long. Immutable values without any code of
 * JMS; {@link io.epona.perf.workload.Workload} is the whole, {@link io.epona.perf.workload.MessagePlan} derives from it
 * what the n-th message of a producer looks like.
 */
package io.epona.perf.workload;
