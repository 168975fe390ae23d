package io.epona.server.jms;

import io.epona.broker.BrokerBuilder;

/** The same with a broker that keeps everything in memory. */
class VolatileSelectorTest extends SelectorTest {
    @Override
    BrokerBuilder store(BrokerBuilder builder) {
        return builder.inMemory();
    }
}
