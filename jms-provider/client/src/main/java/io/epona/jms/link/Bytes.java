package io.epona.jms.link;

/** A piece of an array: an encoded message, valid during the call that it is passed to. */
public record Bytes(byte[] array, int offset, int length) {}
