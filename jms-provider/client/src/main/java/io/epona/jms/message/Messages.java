package io.epona.jms.message;

/** Makes empty, writable messages. */
public final class Messages {
    private Messages() {}

    /** A message without a body. */
    public static EponaMessage empty() {
        return new EponaMessage();
    }

    /** A text message whose text is null. */
    public static EponaTextMessage text() {
        return new EponaTextMessage();
    }

    /** A bytes message in write-only mode. */
    public static EponaBytesMessage bytes() {
        return new EponaBytesMessage();
    }

    /** A map message without entries. */
    public static EponaMapMessage map() {
        return new EponaMapMessage();
    }

    /** A stream message in write-only mode. */
    public static EponaStreamMessage stream() {
        return new EponaStreamMessage();
    }

    /** An object message whose object is null. */
    public static EponaObjectMessage object() {
        return new EponaObjectMessage();
    }
}
