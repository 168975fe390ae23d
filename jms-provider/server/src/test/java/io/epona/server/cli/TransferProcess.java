package io.epona.server.cli;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.arjuna.common.recoveryPropertyManager;
import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.internal.arjuna.recovery.AtomicActionRecoveryModule;
import com.arjuna.ats.internal.jta.recovery.arjunacore.JTANodeNameXAResourceOrphanFilter;
import com.arjuna.ats.internal.jta.recovery.arjunacore.JTATransactionLogXAResourceOrphanFilter;
import com.arjuna.ats.internal.jta.recovery.arjunacore.XARecoveryModule;
import com.arjuna.ats.jta.common.jtaPropertyManager;
import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import io.epona.jms.EponaXAConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.TextMessage;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.transaction.xa.XAResource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * Moves messages from one queue to another and writes a row for each into a database, each move in a transaction of
 * Narayana. First it recovers what a former process has left. To be killed at any time.
 *
 * <p>Arguments: URI of the broker, directory, and {@code move} or {@code recover}; the latter ends when nothing is in
 * doubt, after a line for each row.
 */
final class TransferProcess implements AutoCloseable {
    static final String IN = "transfer.in";
    static final String OUT = "transfer.out";
    static final String MOVED = "moved";
    static final String READY = "recovered";

    private static final String NODE = "1";
    private static final int IDLE_MS = 500;
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final JdbcDataSource database = new JdbcDataSource();
    private final XAConnection broker;
    private final XASession session;
    private final javax.sql.XAConnection rows;
    /** Stays open, since closing it would roll back. */
    private final Connection table;

    private final RecoveryManager recovery;

    private TransferProcess(String uri, Path directory) throws Exception {
        configure(directory.resolve("narayana").toString());
        database.setURL("jdbc:h2:file:" + directory.resolve("rows").toAbsolutePath() + ";WRITE_DELAY=0");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists moved (id varchar primary key)");
        }
        broker = new EponaXAConnectionFactory(uri).createXAConnection();
        broker.start();
        session = broker.createXASession();
        rows = database.getXAConnection();
        table = rows.getConnection();
        recovery = RecoveryManager.manager(RecoveryManager.DIRECT_MANAGEMENT);
        recovery.initialize();
        XARecoveryModule module = XARecoveryModule.getRegisteredXARecoveryModule();
        module.addXAResourceRecoveryHelper(helper(broker.createXASession().getXAResource()));
        module.addXAResourceRecoveryHelper(helper(database.getXAConnection().getXAResource()));
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
    }

    private static XAResourceRecoveryHelper helper(XAResource resource) {
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

    private int inDoubt() throws Exception {
        int count = session.getXAResource().recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN).length;
        return count + rows.getXAResource().recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN).length;
    }

    private void recover() throws Exception {
        while (inDoubt() > 0) {
            recovery.scan();
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private void move() throws Exception {
        TransactionManager manager = com.arjuna.ats.jta.TransactionManager.transactionManager();
        MessageConsumer consumer = session.createConsumer(session.createQueue(IN));
        boolean isMoving = true;
        while (isMoving) {
            manager.begin();
            try {
                manager.getTransaction().enlistResource(session.getXAResource());
                manager.getTransaction().enlistResource(rows.getXAResource());
                TextMessage message = (TextMessage) consumer.receive(IDLE_MS);
                isMoving = message != null;
                if (isMoving) {
                    session.createProducer(session.createQueue(OUT)).send(session.createTextMessage(message.getText()));
                    insert(message.getText());
                }
            } finally {
                end(manager);
            }
            System.out.println(MOVED);
        }
    }

    private static void end(TransactionManager manager) throws Exception {
        if (manager.getStatus() == Status.STATUS_ACTIVE) {
            manager.commit();
        } else {
            manager.rollback();
        }
    }

    private void insert(String id) throws SQLException {
        try (PreparedStatement insert = table.prepareStatement("insert into moved values (?)")) {
            insert.setString(1, id);
            insert.executeUpdate();
        }
    }

    private void printRows() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet ids = statement.executeQuery("select id from moved")) {
            while (ids.next()) {
                System.out.println("row " + ids.getString(1));
            }
        }
    }

    @Override
    public void close() throws SQLException, JMSException {
        recovery.terminate();
        table.close();
        rows.close();
        broker.close();
    }

    public static void main(String[] arguments) throws Exception {
        try (TransferProcess process = new TransferProcess(arguments[0], Path.of(arguments[1]))) {
            process.recover();
            System.out.println(READY);
            if (arguments[2].equals("move")) {
                process.move();
            } else {
                process.printRows();
            }
        }
    }
}
