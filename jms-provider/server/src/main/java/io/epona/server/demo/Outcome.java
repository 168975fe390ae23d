package io.epona.server.demo;

/** What a producer learned about a message it sent. */
enum Outcome {
    /** No answer, or an answer that leaves it open: the message may arrive once, or not. */
    UNKNOWN,
    /** The broker confirmed it: the message must arrive exactly once. */
    CONFIRMED,
    /** The transaction was rolled back, or the send refused: the message must never arrive. */
    ROLLED_BACK
}
