/**
 * Queues and topics as values, public API. Entry types: {@link io.epona.jms.destination.EponaQueue},
 * {@link io.epona.jms.destination.EponaTopic}. Everything is immutable and safe for use by any thread.
 */
package io.epona.jms.destination;
