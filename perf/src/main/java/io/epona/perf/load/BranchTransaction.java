package io.epona.perf.load;

import jakarta.jms.JMSException;
import java.nio.ByteBuffer;
import java.util.UUID;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** Branches of XA, each prepared and then committed, as a transaction manager does with several resources. */
final class BranchTransaction implements Transaction {
    private final XAResource resource;
    private final UUID origin = UUID.randomUUID();
    private long number;
    private Xid branch;

    BranchTransaction(XAResource resource) {
        this.resource = resource;
    }

    @Override
    public void begin() throws JMSException {
        branch = new BranchId(origin, ++number);
        try {
            resource.start(branch, XAResource.TMNOFLAGS);
        } catch (XAException e) {
            throw failed("start", e);
        }
    }

    @Override
    public void commit() throws JMSException {
        try {
            resource.end(branch, XAResource.TMSUCCESS);
            if (resource.prepare(branch) == XAResource.XA_OK) {
                resource.commit(branch, false);
            }
        } catch (XAException e) {
            throw failed("commit", e);
        }
    }

    private static JMSException failed(String call, XAException cause) {
        JMSException e = new JMSException("XA call failed: call=" + call + " errorCode=" + cause.errorCode);
        e.setLinkedException(cause);
        e.initCause(cause);
        return e;
    }

    private record BranchId(UUID origin, long number) implements Xid {
        private static final int FORMAT = 0x70657266;
        private static final byte[] QUALIFIER = {1};

        @Override
        public int getFormatId() {
            return FORMAT;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return ByteBuffer.allocate(3 * Long.BYTES)
                    .putLong(origin.getMostSignificantBits())
                    .putLong(origin.getLeastSignificantBits())
                    .putLong(number)
                    .array();
        }

        @Override
        public byte[] getBranchQualifier() {
            return QUALIFIER.clone();
        }
    }
}
