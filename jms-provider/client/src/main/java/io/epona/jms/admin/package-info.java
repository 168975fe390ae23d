/**
 * Administration of a broker: its queues and topics, and the messages in them. Entry type:
 * {@link io.epona.jms.admin.EponaAdmin}, for any thread.
 */
package io.epona.jms.admin;
