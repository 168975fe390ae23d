package io.epona.server.cli;

import jakarta.jms.Message;

/** Sends messages and enters what becomes of each into a {@link SendResult}. Confined to one thread. */
interface Sender {
    /** @param line the line of input that the message came from, from 1 on */
    void send(Message message, long line) throws InterruptedException;

    /** Waits until the outcome of everything sent is known. */
    void finish() throws InterruptedException;
}
