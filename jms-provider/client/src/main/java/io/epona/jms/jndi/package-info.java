/**
 * Connection factories, queues and topics by JNDI, from properties and without a server. Public API; entry type:
 * {@link io.epona.jms.jndi.EponaInitialContextFactory}, to be named in {@code java.naming.factory.initial}. Nothing here
 * connects to a broker. Contexts are safe for use by any thread.
 */
package io.epona.jms.jndi;
