package io.epona.broker.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What may be told to clients once the record at a position is durable, in the order in which it came up. The hot kinds
 * take no object; sends and acknowledgements of a session that become due together are told in one frame.
 */
final class Confirmations {
    private enum Kind {
        SEND,
        ACKNOWLEDGE,
        TASK
    }

    private static final Kind[] KINDS = Kind.values();

    private final List<ClientSession> touched = new ArrayList<>();
    private long[] positions = new long[1024];
    private byte[] kinds = new byte[1024];
    private long[] sequences = new long[1024];
    private int[] lengths = new int[1024];
    private Object[] subjects = new Object[1024];
    private int head;
    private int size;

    /** Confirms a send or commit; {@code creditBytes} return to the session with it. */
    void addSend(long position, ClientSession session, long sequence, int creditBytes) {
        if (position == 0 && session.isNextToConfirm()) {
            // It waits for nothing, not even for what others wait for.
            touch(session);
            session.noteConfirmed(sequence, creditBytes);
            return;
        }
        add(position, Kind.SEND, session, sequence, creditBytes);
    }

    void addAcknowledge(long position, ClientSession session, long sequence) {
        add(position, Kind.ACKNOWLEDGE, session, sequence, 0);
    }

    void addTask(long position, Runnable task) {
        add(position, Kind.TASK, task, 0, 0);
    }

    /** How many things wait to be told. */
    int count() {
        return size;
    }

    private void add(long position, Kind kind, Object subject, long sequence, int length) {
        if (size == positions.length) {
            grow();
        }
        int at = head + size++ & positions.length - 1;
        positions[at] = position;
        kinds[at] = (byte) kind.ordinal();
        subjects[at] = subject;
        sequences[at] = sequence;
        lengths[at] = length;
    }

    /** Tells all that was waiting for records at positions before this one. */
    void release(long durablePosition) {
        while (size > 0 && positions[head] < durablePosition) {
            int at = head;
            head = head + 1 & positions.length - 1;
            size--;
            Object subject = subjects[at];
            subjects[at] = null;
            release(KINDS[kinds[at]], subject, sequences[at], lengths[at]);
        }
        tellTouched();
    }

    private void release(Kind kind, Object subject, long sequence, int length) {
        switch (kind) {
            case SEND -> {
                ClientSession session = (ClientSession) subject;
                touch(session);
                session.noteConfirmed(sequence, length);
            }
            case ACKNOWLEDGE -> {
                ClientSession session = (ClientSession) subject;
                touch(session);
                session.noteAcknowledged(sequence);
            }
            case TASK -> {
                // A task may say something that must come after what was confirmed before it.
                tellTouched();
                ((Runnable) subject).run();
            }
            default -> throw new IllegalStateException("kind=" + kind);
        }
    }

    private void touch(ClientSession session) {
        if (session.hasNothingToTell()) {
            touched.add(session);
        }
    }

    private void tellTouched() {
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).tell();
        }
        touched.clear();
    }

    private void grow() {
        int capacity = positions.length;
        positions = Arrays.copyOf(unroll(positions), capacity * 2);
        sequences = Arrays.copyOf(unroll(sequences), capacity * 2);
        byte[] newKinds = new byte[capacity * 2];
        int[] newLengths = new int[capacity * 2];
        Object[] newSubjects = new Object[capacity * 2];
        for (int i = 0; i < size; i++) {
            int from = head + i & capacity - 1;
            newKinds[i] = kinds[from];
            newLengths[i] = lengths[from];
            newSubjects[i] = subjects[from];
        }
        kinds = newKinds;
        lengths = newLengths;
        subjects = newSubjects;
        head = 0;
    }

    private long[] unroll(long[] values) {
        long[] unrolled = new long[values.length];
        System.arraycopy(values, head, unrolled, 0, values.length - head);
        System.arraycopy(values, 0, unrolled, values.length - head, head);
        return unrolled;
    }
}
