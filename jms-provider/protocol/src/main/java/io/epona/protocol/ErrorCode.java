package io.epona.protocol;

/**
 * Every error that a user can meet, with the number that stays the same over versions. The manual's page "errors" lists
 * each one with its remedy.
 */
public enum ErrorCode {
    /** A frame could not be understood. */
    MALFORMED_FRAME(1001),
    /** The other side speaks no protocol version that this side knows. */
    UNSUPPORTED_VERSION(1002),
    /** A frame is longer than the limit in force. */
    FRAME_TOO_LONG(1003),
    /** A connection sent no complete {@code Hello} in time. */
    HANDSHAKE_TIMEOUT(1004),
    /** What connected does not speak the Epona protocol. */
    NOT_EPONA(1005),
    /** The broker has as many connections as it may. */
    TOO_MANY_CONNECTIONS(1006),
    /** Another connection has this JMS client id. */
    CLIENT_ID_IN_USE(1007),
    /** The same client has connected anew. */
    TAKEN_OVER(1008),
    /** Nothing was received for three heartbeats. */
    PEER_SILENT(1009),
    /** The broker is being stopped. */
    BROKER_CLOSING(1010),
    /** A producer sent more than its credit. */
    CREDIT_EXCEEDED(1011),
    /** The broker's journal failed; nothing more can be confirmed. */
    JOURNAL_FAILED(1012),
    /** No connection to a broker could be made, or made again, in time. */
    CONNECT_FAILED(1013),
    /** The connection URI or an option in it is wrong. */
    INVALID_URI(1014),
    /** A frame came that makes no sense at this point of the conversation. */
    PROTOCOL_VIOLATION(1015),

    /** The name or kind of a destination is not acceptable. */
    INVALID_DESTINATION(2001),
    /** The message is longer than the broker accepts. */
    MESSAGE_TOO_LONG(2002),
    /** A send waited for credit or a confirmation until its deadline. */
    SEND_TIMED_OUT(2003),
    /** The broker has no room for the message. */
    RESOURCES_EXHAUSTED(2004),
    /** The destination has consumers, messages or subscriptions. */
    DESTINATION_IN_USE(2005),
    /** There is no queue or topic of this name. */
    NO_SUCH_DESTINATION(2007),
    /** The queue or topic was deleted by an administrator. */
    DESTINATION_DELETED(2009),
    /** A destination cannot have this property, or not with this value. */
    INVALID_PROPERTY(2010),

    /** The durable subscription has an active consumer. */
    SUBSCRIPTION_IN_USE(3001),
    /** There is no durable subscription of this name. */
    NO_SUCH_SUBSCRIPTION(3002),
    /** A durable subscription needs a client id. */
    CLIENT_ID_REQUIRED(3003),
    /** A message selector is not one. */
    INVALID_SELECTOR(3004),
    /** A shared and an unshared durable subscription cannot have the same name. */
    SUBSCRIPTION_MISMATCH(3005),

    /** The transaction was rolled back. */
    TRANSACTION_ROLLED_BACK(4001),
    /** The transaction holds more than the broker keeps in memory for one. */
    TRANSACTION_TOO_LARGE(4002),
    /** The outcome of a commit could not be learned before the deadline. */
    OUTCOME_UNKNOWN(4003),
    /** The transaction is ended by a transaction manager, not by the application. */
    TRANSACTION_IN_PROGRESS(4004),

    /** This part of the API does not work yet. */
    NOT_SUPPORTED(5001),
    /** The object has been closed. */
    CLOSED(5002),
    /** The call is not allowed in this state. */
    ILLEGAL_STATE(5003),
    /** The message is in a state or format that does not allow this. */
    INVALID_MESSAGE(5004),
    /** The waiting thread was interrupted. */
    INTERRUPTED(5005),

    /** The user does not exist, or the password is wrong. */
    AUTHENTICATION_FAILED(6001),
    /** The broker serves nobody without a user. */
    AUTHENTICATION_REQUIRED(6002),
    /** The user may not do that. */
    NOT_AUTHORIZED(6003);

    private static final ErrorCode[] CODES = values();

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    /** The number that travels in frames. */
    public int number() {
        return number;
    }

    /** The form that users see: {@code EPONA-1001}. */
    public String label() {
        return "EPONA-" + number;
    }

    /** The code with this number; {@link #PROTOCOL_VIOLATION} if a newer peer sent one that this build does not know. */
    public static ErrorCode of(int number) {
        for (ErrorCode code : CODES) {
            if (code.number == number) {
                return code;
            }
        }
        return PROTOCOL_VIOLATION;
    }
}
