/**
 * The configuration file of a broker. Entry type: {@link io.epona.server.config.Configuration}. Every key is defined once, in
 * {@link io.epona.server.config.ConfigKey} or {@link io.epona.server.config.DestinationKey}; the manual's tables are made
 * from these.
 */
package io.epona.server.config;
