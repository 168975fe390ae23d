/** The broker as a library. Entry type: {@link io.epona.broker.EponaBroker}. */
package io.epona.broker;
