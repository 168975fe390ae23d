package io.epona.jms.message;

import io.epona.protocol.wire.MessageHeaderDecoder;
import jakarta.jms.JMSException;

/** Checks of the SBE header in front of a message and of a group of values. */
final class Envelope {
    private Envelope() {}

    /** Accepts what this template was in version 1 or became later: a block may only grow. */
    static void require(MessageHeaderDecoder header, int templateId, int minBlockLength) throws JMSException {
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID
                || header.templateId() != templateId
                || header.blockLength() < minBlockLength) {
            throw MessageErrors.malformed("bytes are not what they should be: schema=" + header.schemaId()
                    + " template=" + header.templateId() + " expectedTemplate=" + templateId + " blockLength="
                    + header.blockLength());
        }
    }
}
