/**
 * Message selectors as section 3.8 of the Jakarta Messaging specification defines them: parsed once, evaluated on encoded
 * messages. Entry type: {@link io.epona.broker.selector.Selector}. A selector is confined to one thread, the broker's
 * event loop; nothing here knows queues or clients.
 */
package io.epona.broker.selector;
