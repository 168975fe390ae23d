/**
 * Where messages are sent to: how a {@code ConnectionFactory} of any provider is made, the jars it needs, and brokers that
 * are started for a run in a process of their own. {@link io.epona.perf.provider.Presets} lists the providers that the
 * harness knows; every other one is named by class or by JNDI.
 */
package io.epona.perf.provider;
