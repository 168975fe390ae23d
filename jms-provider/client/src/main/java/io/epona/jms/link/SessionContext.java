package io.epona.jms.link;

import io.epona.protocol.EponaUri;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.UriOption;

/** What the parts of a session share. */
record SessionContext(int number, EponaUri uri, FrameWriter writer, SessionMonitor monitor, LinkPhase phase) {
    /** To wait for the answer to something that can be asked again, or for a link to ask it on. */
    SessionMonitor.Wait answer(String what) {
        return new SessionMonitor.Wait(
                uri.option(UriOption.REQUEST_TIMEOUT_MS), false, ErrorCode.OUTCOME_UNKNOWN, null, () -> what);
    }

    /** To wait for the confirmation of something that may have been done even if none comes. */
    SessionMonitor.Wait outcome(String what, boolean countsOutages) {
        return new SessionMonitor.Wait(
                uri.option(UriOption.REQUEST_TIMEOUT_MS),
                countsOutages,
                ErrorCode.OUTCOME_UNKNOWN,
                ErrorCode.OUTCOME_UNKNOWN,
                () -> what);
    }
}
