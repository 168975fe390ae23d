package io.epona.broker.core;

import io.epona.protocol.ErrorCode;
import io.epona.protocol.wire.LoadDecoder;
import org.agrona.collections.LongArrayList;

/**
 * Moves deliveries from a consumer to another session of the same connection, which settles them from then on: what a
 * connection consumer does for the sessions of a server.
 */
final class Loading {
    private final Services services;
    private final LongArrayList deliveryIds = new LongArrayList();

    Loading(Services services) {
        this.services = services;
    }

    void load(Connection connection, LoadDecoder frame) {
        long request = frame.request();
        int session = (int) frame.session();
        int number = (int) frame.consumer();
        ClientConsumer source = connection.consumer((int) frame.source());
        deliveryIds.clear();
        for (LoadDecoder.DeliveriesDecoder delivery : frame.deliveries()) {
            deliveryIds.addLong(delivery.deliveryId());
        }
        ClientConsumer loaded = source == null ? null : connection.loadedConsumer(session, number, source);
        if (loaded == null) {
            String what = "nothing to load into: session=" + session + " consumer=" + number;
            services.frames().refused(connection.peer(), request, ErrorCode.CLOSED, what);
            return;
        }
        // A client that did not hear the answer asks again, and has been told that what was moved is not its any more.
        loaded.putBack(Long.MIN_VALUE, Long.MAX_VALUE, Returns.Reason.UNSEEN);
        loaded.reopen(1);
        for (int i = 0; i < deliveryIds.size(); i++) {
            loaded.load(source, deliveryIds.getLong(i), i + 1L);
        }
        connection.dropIfSpent(loaded.session(), loaded);
        services.frames().done(connection.peer(), request);
    }
}
