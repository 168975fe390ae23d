/**
 * Settings that both the builder of a broker and its core know. All of it is immutable, for any thread, and checks its values
 * when it is made.
 */
package io.epona.broker.settings;
