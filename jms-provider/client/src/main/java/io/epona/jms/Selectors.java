package io.epona.jms;

import io.epona.jms.errors.JmsErrors;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import jakarta.jms.JMSException;
import java.nio.charset.StandardCharsets;

/** Checks what an application gives as a message selector, as far as the broker does not. */
final class Selectors {
    private Selectors() {}

    /**
     * The selector as it travels: empty for none, which null stands for, too.
     *
     * @throws jakarta.jms.InvalidSelectorException if it does not fit its field
     */
    static String require(String selector) throws JMSException {
        if (selector == null) {
            return "";
        }
        int length = selector.getBytes(StandardCharsets.UTF_8).length;
        if (length > Protocol.MAX_SELECTOR_LENGTH) {
            throw JmsErrors.of(
                    ErrorCode.INVALID_SELECTOR,
                    "selector too long: length=" + length + " limit=" + Protocol.MAX_SELECTOR_LENGTH);
        }
        return selector;
    }

    /** The selector as the application sees it: null for none. */
    static String shown(String selector) {
        return selector.isEmpty() ? null : selector;
    }
}
