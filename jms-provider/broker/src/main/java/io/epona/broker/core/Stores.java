package io.epona.broker.core;

import io.epona.broker.store.EffectWriter;
import io.epona.broker.store.LogReferences;
import io.epona.broker.store.MessageMemory;

/** Where messages are kept: the journal, written by effects and referred to, and memory. */
record Stores(EffectWriter effects, LogReferences references, MessageMemory memory) {}
