package io.epona.journal;

import java.nio.ByteBuffer;

/** A record as a test remembers it. */
record Entry(long position, int type, int version, ByteBuffer body) {
    static Entry of(RecordView view) {
        byte[] body = new byte[view.length()];
        view.buffer().getBytes(view.offset(), body);
        return new Entry(view.position(), view.type(), view.version(), ByteBuffer.wrap(body));
    }
}
