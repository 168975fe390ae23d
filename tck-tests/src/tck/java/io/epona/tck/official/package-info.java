/**
 * What the suite of the Jakarta Messaging project needs to run against a broker in its own JVM. Compiled in the Maven profile
 * {@code tck} only. JUnit starts {@link io.epona.tck.official.SuiteBroker}; the suite uses {@link
 * io.epona.tck.official.SuiteObjects} on its test threads.
 */
package io.epona.tck.official;
