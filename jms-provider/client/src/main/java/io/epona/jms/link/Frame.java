package io.epona.jms.link;

import io.epona.protocol.wire.MessageHeaderEncoder;
import org.agrona.MutableDirectBuffer;

/** A frame to be written, perhaps more than once. */
record Frame(int maxLength, Encoding encoding) {
    /** Writes the frame with its SBE header and returns the length of both. */
    interface Encoding {
        int encode(MutableDirectBuffer buffer, int offset, MessageHeaderEncoder header);
    }
}
