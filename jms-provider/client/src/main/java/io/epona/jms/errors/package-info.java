/** How errors become JMS exceptions. Entry type: {@link io.epona.jms.errors.JmsErrors}. Not public API. */
package io.epona.jms.errors;
