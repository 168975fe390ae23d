package io.epona.jms;

import io.epona.jms.link.ClientLink;
import io.epona.jms.link.ListedBranch;
import io.epona.jms.link.SessionBranches;
import io.epona.protocol.BranchXid;
import io.epona.protocol.wire.BranchEnd;
import io.epona.protocol.wire.BranchStart;
import io.epona.protocol.wire.BranchVerb;
import jakarta.jms.JMSException;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * By which a transaction manager has the work of a session belong to its transactions. It outlives its session: as long as
 * a branch that the session has worked on is neither committed nor rolled back, it can be completed here. Any thread.
 */
final class EponaXAResource implements XAResource {
    private static final Xid[] NONE = new Xid[0];
    private static final int SCAN_FLAGS = TMSTARTRSCAN | TMENDRSCAN;

    private final SessionCore core;
    private final ClientLink link;
    private final SessionBranches branches;
    private volatile int timeoutSeconds;
    private volatile boolean isScanning;

    EponaXAResource(SessionCore core, ClientLink link) {
        this.core = core;
        this.link = link;
        this.branches = core.link().branches();
    }

    /** Asks the broker for something. */
    private interface Call<T> {
        T call() throws JMSException, XAException;
    }

    private static <T> T call(Call<T> call) throws XAException {
        try {
            return call.call();
        } catch (JMSException e) {
            throw failure(XAException.XAER_RMFAIL, e.getMessage(), e);
        }
    }

    private static XAException failure(int code, String text, Exception cause) {
        XAException failure = new XAException(text);
        failure.errorCode = code;
        failure.initCause(cause);
        return failure;
    }

    private static XAException invalid(String text) {
        return failure(XAException.XAER_INVAL, text, null);
    }

    private static BranchXid own(Xid xid) throws XAException {
        try {
            return BranchXid.of(xid);
        } catch (IllegalArgumentException e) {
            throw failure(XAException.XAER_INVAL, e.getMessage(), e);
        }
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
        BranchStart kind =
                switch (flags) {
                    case TMNOFLAGS -> BranchStart.BEGIN;
                    case TMJOIN -> BranchStart.JOIN;
                    case TMRESUME -> BranchStart.RESUME;
                    default -> throw invalid("flags not allowed: method=start flags=" + flags);
                };
        BranchXid branch = own(xid);
        call(() -> {
            core.checkOpen();
            branches.start(branch, kind, TimeUnit.SECONDS.toMillis(timeoutSeconds));
            return null;
        });
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        BranchEnd kind =
                switch (flags) {
                    case TMSUCCESS -> BranchEnd.SUCCESS;
                    case TMSUSPEND -> BranchEnd.SUSPEND;
                    case TMFAIL -> BranchEnd.FAIL;
                    default -> throw invalid("flags not allowed: method=end flags=" + flags);
                };
        BranchXid branch = own(xid);
        call(() -> {
            branches.end(branch, kind);
            return null;
        });
    }

    private int complete(BranchVerb verb, Xid xid) throws XAException {
        BranchXid branch = own(xid);
        return call(() -> branches.complete(verb, branch));
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        return complete(BranchVerb.PREPARE, xid);
    }

    @Override
    public void commit(Xid xid, boolean isOnePhase) throws XAException {
        complete(isOnePhase ? BranchVerb.COMMIT_ONE_PHASE : BranchVerb.COMMIT, xid);
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        complete(BranchVerb.ROLLBACK, xid);
    }

    @Override
    public void forget(Xid xid) throws XAException {
        complete(BranchVerb.FORGET, xid);
    }

    /** All come at the start of a scan; there is nothing more to its end. */
    @Override
    public Xid[] recover(int flags) throws XAException {
        boolean isStart = (flags & TMSTARTRSCAN) != 0;
        if ((flags & ~SCAN_FLAGS) != 0) {
            throw invalid("flags not allowed: method=recover flags=" + flags);
        } else if (!isStart && !isScanning) {
            throw failure(XAException.XAER_PROTO, "no scan has been started: method=recover flags=" + flags, null);
        }
        isScanning = (flags & TMENDRSCAN) == 0;
        if (!isStart) {
            return NONE;
        }
        return call(() -> branches.list(false).stream().map(ListedBranch::xid).toArray(Xid[]::new));
    }

    @Override
    public boolean isSameRM(XAResource other) {
        return other instanceof EponaXAResource own && link.isToSameBroker(own.link);
    }

    @Override
    public int getTransactionTimeout() {
        return timeoutSeconds;
    }

    /** Holds for branches started from now on; 0 is the broker's default. */
    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        if (seconds < 0) {
            throw invalid("timeout is negative: seconds=" + seconds);
        }
        timeoutSeconds = seconds;
        return true;
    }
}
