package io.epona.jms.link;

/** Where a connection is in its life. */
enum LinkState {
    /** Nothing is connected, and nothing was ever welcomed by a broker. */
    NEW,
    /** The first socket is being connected. */
    DIALING,
    /** A socket is connected, but the application has not yet done what makes its client id final. */
    IDLE,
    /** A broker has been asked for the first welcome. */
    GREETING,
    /** Frames flow. */
    LIVE,
    /** The socket was lost; hosts are tried, or the sessions are being opened again. */
    LOST,
    /** Given up; every call fails. */
    FAILED,
    /** Closed by the application. */
    CLOSED;

    boolean permits(LinkState next) {
        return switch (this) {
            case NEW -> next == DIALING || next == CLOSED;
            case DIALING -> next == IDLE || next == GREETING || next == NEW || next == CLOSED;
            case IDLE -> next == GREETING || next == NEW || next == CLOSED;
            case GREETING -> next == LIVE || next == DIALING || next == NEW || next == CLOSED;
            case LIVE -> next == LOST || next == FAILED || next == CLOSED;
            case LOST -> next == LIVE || next == FAILED || next == CLOSED;
            case FAILED -> next == CLOSED;
            case CLOSED -> false;
        };
    }
}
