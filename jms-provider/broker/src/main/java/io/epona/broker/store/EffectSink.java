package io.epona.broker.store;

import org.agrona.MutableDirectBuffer;

/** Where effects are written to: a journal or a checkpoint. The methods are those of a journal of the same names. */
public interface EffectSink {
    /** Makes room for a record; its body begins at {@link #claimOffset()} of the buffer. */
    MutableDirectBuffer claim(int type, int version, int length);

    /** Where the body of the claimed record begins. */
    int claimOffset();

    /** Ends the claimed record, and with it a group if so; where it is. */
    long commit(boolean endsGroup);
}
