/**
 * What a run found, as values and as JSON that tells everything needed to repeat it. Provider-neutral, without JMS;
 * {@link io.epona.perf.result.RunResult} is the whole.
 */
package io.epona.perf.result;
