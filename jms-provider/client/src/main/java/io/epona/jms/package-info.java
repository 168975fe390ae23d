/**
 * The client's public API. Destinations are values: {@link io.epona.jms.EponaDestination#parse} makes one from text.
 */
package io.epona.jms;
