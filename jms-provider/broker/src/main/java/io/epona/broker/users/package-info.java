/**
 * Who may connect to a broker. Entry types: {@link io.epona.broker.users.UsersFile}, which tools change, and
 * {@link io.epona.broker.users.Users}, which a broker asks.
 */
package io.epona.broker.users;
