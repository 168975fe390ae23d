package io.epona.server.cli;

import io.epona.server.cli.StopPoint.Call;
import io.epona.server.cli.StopPoint.Side;
import io.epona.server.cli.StopPoint.When;
import java.util.function.Consumer;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jboss.tm.XAResourceWrapper;

/**
 * A resource that says before and after each call where it is, and can refuse to prepare. It has a name, by which Narayana
 * knows that it has asked for what is in doubt there. One thread at a time.
 */
final class StoppingResource implements XAResourceWrapper {
    private final XAResource resource;
    private final Side side;
    private final Consumer<StopPoint> onPoint;
    private boolean isRefusing;
    private boolean isPrepared;

    StoppingResource(XAResource resource, Side side, Consumer<StopPoint> onPoint) {
        this.resource = resource;
        this.side = side;
        this.onPoint = onPoint;
    }

    /** Whether it refuses the next preparation. */
    void setRefusing(boolean refuses) {
        isRefusing = refuses;
    }

    /** Does something on the resource. */
    private interface Work {
        void run() throws XAException;
    }

    private void around(Call call, Work work) throws XAException {
        onPoint.accept(new StopPoint(side, call, When.BEFORE));
        work.run();
        onPoint.accept(new StopPoint(side, call, When.AFTER));
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
        isPrepared = false;
        around(Call.START, () -> resource.start(xid, flags));
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        around(Call.END, () -> resource.end(xid, flags));
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        if (isRefusing) {
            resource.rollback(xid);
            throw new XAException(XAException.XA_RBROLLBACK);
        }
        int[] vote = new int[1];
        around(Call.PREPARE, () -> vote[0] = resource.prepare(xid));
        isPrepared = true;
        return vote[0];
    }

    @Override
    public void commit(Xid xid, boolean isOnePhase) throws XAException {
        around(Call.COMMIT, () -> resource.commit(xid, isOnePhase));
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        around(isPrepared ? Call.ROLLBACK_PREPARED : Call.ROLLBACK, () -> resource.rollback(xid));
    }

    @Override
    public void forget(Xid xid) throws XAException {
        resource.forget(xid);
    }

    @Override
    public Xid[] recover(int flags) throws XAException {
        return resource.recover(flags);
    }

    @Override
    public boolean isSameRM(XAResource other) throws XAException {
        return resource.isSameRM(other instanceof StoppingResource stopping ? stopping.resource : other);
    }

    @Override
    public int getTransactionTimeout() throws XAException {
        return resource.getTransactionTimeout();
    }

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        return resource.setTransactionTimeout(seconds);
    }

    @Override
    public XAResource getResource() {
        return resource;
    }

    @Override
    public String getProductName() {
        return side.name();
    }

    @Override
    public String getProductVersion() {
        return "";
    }

    @Override
    public String getJndiName() {
        return side.name();
    }
}
