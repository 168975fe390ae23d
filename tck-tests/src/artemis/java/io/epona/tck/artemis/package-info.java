/**
 * The provider that the Maven profile {@code artemis} tests: a broker of Apache ActiveMQ Artemis in this JVM. Entry type:
 * {@link io.epona.tck.artemis.ArtemisProvider}, called by test threads.
 */
package io.epona.tck.artemis;
