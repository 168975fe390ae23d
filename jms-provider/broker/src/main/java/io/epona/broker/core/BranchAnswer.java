package io.epona.broker.core;

import io.epona.protocol.ErrorCode;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/**
 * What a request about a branch comes to.
 *
 * @param code of {@link XAException}, or {@link XAResource#XA_OK} or {@link XAResource#XA_RDONLY}
 * @param text for people, empty if all is well
 */
record BranchAnswer(int code, String text) {
    static final BranchAnswer OK = new BranchAnswer(XAResource.XA_OK, "");
    static final BranchAnswer READ_ONLY = new BranchAnswer(XAResource.XA_RDONLY, "");
    static final BranchAnswer UNKNOWN = new BranchAnswer(XAException.XAER_NOTA, "no such branch");

    static BranchAnswer protocol(String text) {
        return new BranchAnswer(XAException.XAER_PROTO, text);
    }

    static BranchAnswer rolledBack(ErrorCode code, String text) {
        return new BranchAnswer(XAException.XA_RBROLLBACK, code.label() + " " + text);
    }

    /** Why a branch was rolled back. */
    static BranchAnswer rolledBack(Branch branch) {
        return new BranchAnswer(branch.rollbackCode(), branch.rollbackReason());
    }
}
