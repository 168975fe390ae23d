package io.epona.broker.core;

import io.epona.broker.store.EffectWriter;
import io.epona.broker.store.LogReferences;
import io.epona.broker.store.MessageMemory;
import io.epona.broker.store.Producers;

/** What the parts of the core share. */
record Services(
        CoreSettings settings,
        BrokerLoop loop,
        EffectWriter effects,
        Producers producers,
        MessageMemory memory,
        LogReferences references,
        Destinations destinations,
        Confirmations confirmations,
        OutgoingFrames frames,
        Publisher publisher,
        Deliveries deliveries,
        Throttle throttle,
        Branches branches,
        LargeTransactions large) {}
