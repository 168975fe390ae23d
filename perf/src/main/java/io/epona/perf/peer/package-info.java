/** What runs in the processes of brokers that have no main class of their own. Knows them by name alone. */
package io.epona.perf.peer;
