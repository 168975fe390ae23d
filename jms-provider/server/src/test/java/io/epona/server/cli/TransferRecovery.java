package io.epona.server.cli;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.Uid;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.arjuna.common.recoveryPropertyManager;
import com.arjuna.ats.arjuna.coordinator.TxControl;
import com.arjuna.ats.arjuna.exceptions.ObjectStoreException;
import com.arjuna.ats.arjuna.objectstore.StoreManager;
import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.arjuna.state.InputObjectState;
import com.arjuna.ats.internal.arjuna.common.UidHelper;
import com.arjuna.ats.internal.arjuna.recovery.AtomicActionRecoveryModule;
import com.arjuna.ats.internal.jta.recovery.arjunacore.JTANodeNameXAResourceOrphanFilter;
import com.arjuna.ats.internal.jta.recovery.arjunacore.JTATransactionLogXAResourceOrphanFilter;
import com.arjuna.ats.internal.jta.recovery.arjunacore.XARecoveryModule;
import com.arjuna.ats.internal.jta.resources.arjunacore.XAResourceRecord;
import com.arjuna.ats.internal.jta.resources.arjunacore.XAResourceRecordWrappingPlugin;
import com.arjuna.ats.jta.common.jtaPropertyManager;
import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.jboss.tm.XAResourceWrapper;

/** Narayana with a log in a directory of its own, and its recovery, which runs when it is told to. */
final class TransferRecovery implements AutoCloseable {
    private static final String NODE = "1";
    private static final String LOG_TYPE = "/StateManager/BasicAction/TwoPhaseCoordinator/AtomicAction";
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final List<XAResource> resources;
    private final RecoveryManager recovery;

    /** @param resources to recover on, which nothing else uses */
    TransferRecovery(String store, List<XAResource> resources) throws Exception {
        this.resources = resources;
        configure(store);
        recovery = RecoveryManager.manager(RecoveryManager.DIRECT_MANAGEMENT);
        recovery.initialize();
        XARecoveryModule module = XARecoveryModule.getRegisteredXARecoveryModule();
        resources.forEach(resource -> module.addXAResourceRecoveryHelper(recoverOn(resource)));
    }

    private static void configure(String store) throws Exception {
        arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier(NODE);
        for (String name : new String[] {null, "communicationStore", "stateStore"}) {
            BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, name)
                    .setObjectStoreDir(store);
        }
        jtaPropertyManager.getJTAEnvironmentBean().setXaRecoveryNodes(List.of(NODE));
        jtaPropertyManager.getJTAEnvironmentBean().setOrphanSafetyInterval(0);
        jtaPropertyManager
                .getJTAEnvironmentBean()
                .setXaResourceOrphanFilterClassNames(List.of(
                        JTATransactionLogXAResourceOrphanFilter.class.getName(),
                        JTANodeNameXAResourceOrphanFilter.class.getName()));
        recoveryPropertyManager
                .getRecoveryEnvironmentBean()
                .setRecoveryModuleClassNames(
                        List.of(AtomicActionRecoveryModule.class.getName(), XARecoveryModule.class.getName()));
        recoveryPropertyManager.getRecoveryEnvironmentBean().setRecoveryBackoffPeriod(1);
        jtaPropertyManager.getJTAEnvironmentBean().setXAResourceRecordWrappingPlugin(new Names());
        // A move may wait for a broker that is being started.
        TxControl.setDefaultTimeout(0);
    }

    private static XAResourceRecoveryHelper recoverOn(XAResource resource) {
        return new XAResourceRecoveryHelper() {
            @Override
            public boolean initialise(String properties) {
                return true;
            }

            @Override
            public XAResource[] getXAResources() {
                return new XAResource[] {resource};
            }
        };
    }

    /**
     * Has the log say where a branch is. A branch that is over is not listed any more; so Narayana takes one that it does
     * not find as done only if it knows that it has asked there.
     */
    private static final class Names implements XAResourceRecordWrappingPlugin {
        @Override
        public void transcribeWrapperData(XAResourceRecord branch) {
            branch.setJndiName(((XAResourceWrapper) branch.value()).getJndiName());
        }

        @Override
        public Integer getEISName(XAResource resource) {
            return 0;
        }

        @Override
        public String getEISName(Integer number) {
            return "";
        }
    }

    private boolean isInDoubt() throws XAException {
        for (XAResource resource : resources) {
            if (resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN).length > 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether the log of the transaction manager has a transaction. */
    private static boolean hasLog() throws ObjectStoreException, IOException {
        InputObjectState ids = new InputObjectState();
        return StoreManager.getRecoveryStore().allObjUids(LOG_TYPE, ids)
                && UidHelper.unpackFrom(ids).notEquals(Uid.nullUid());
    }

    /** Recovers until nothing is left, on either side and in the log. */
    void run() throws Exception {
        while (isInDoubt() || hasLog()) {
            recovery.scan();
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    @Override
    public void close() {
        recovery.terminate();
    }
}
