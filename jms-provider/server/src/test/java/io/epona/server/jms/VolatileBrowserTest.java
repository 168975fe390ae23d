package io.epona.server.jms;

import io.epona.broker.BrokerBuilder;

/** The same with a broker that keeps everything in memory. */
class VolatileBrowserTest extends BrowserTest {
    @Override
    BrokerBuilder store(BrokerBuilder builder) {
        return builder.inMemory();
    }
}
