package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;
import io.epona.protocol.ErrorCode;
import io.epona.protocol.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The temporary queues and topics that there are. Their clients give them names that begin with
 * {@link Protocol#TEMPORARY_PREFIX}, which no other destination may have, and make them again, under the same names, when
 * the broker was started again. Until those clients are back, what others send to such a name is kept for them.
 */
final class TemporaryDestinations {
    /** How many may be used before their clients are back. */
    private static final int ORPHAN_LIMIT = 10_000;

    private static final int NO_NUMBER = 0;

    private final Function<String, MessageQueue> newIndex;
    private final Map<String, Temporary> queues = new HashMap<>();
    private final Map<String, Temporary> topics = new HashMap<>();
    private final List<Temporary> orphans = new ArrayList<>();
    /** Those that have ended while owners are awaited, so that nobody waits for them. */
    private final Set<String> ended = new HashSet<>();

    private boolean isAwaitingOwners;

    TemporaryDestinations(Function<String, MessageQueue> newIndex) {
        this.newIndex = newIndex;
    }

    static boolean isTemporary(String name) {
        return name.startsWith(Protocol.TEMPORARY_PREFIX);
    }

    /** The broker was started: clients may come back that had some. */
    void awaitOwners() {
        isAwaitingOwners = true;
    }

    /** Owners that are not back will not come; returns what nobody owns, and forgets it. */
    List<Temporary> endAwait() {
        isAwaitingOwners = false;
        ended.clear();
        List<Temporary> abandoned = new ArrayList<>();
        for (Temporary orphan : orphans) {
            if (orphan.owner() == null && mapFor(orphan.isQueue()).remove(orphan.name(), orphan)) {
                abandoned.add(orphan);
            }
        }
        orphans.clear();
        return abandoned;
    }

    private Map<String, Temporary> mapFor(boolean isQueue) {
        return isQueue ? queues : topics;
    }

    /** The one of this name, null if there is none. */
    Temporary find(String name, boolean isQueue) {
        return mapFor(isQueue).get(name);
    }

    /** The one of this name, to be sent to. */
    Temporary require(String name, boolean isQueue) throws RefusedException {
        Temporary known = find(name, isQueue);
        if (known == null && isAwaitingOwners && orphans.size() < ORPHAN_LIMIT && !ended.contains(name)) {
            known = add(name, isQueue);
            orphans.add(known);
        }
        if (known == null) {
            throw new RefusedException(
                    ErrorCode.INVALID_DESTINATION, "temporary destination is gone: " + describe(name, isQueue));
        }
        return known;
    }

    /** Refuses everyone else than its owner; other destinations have none. */
    void checkOwner(Connection connection, String name, boolean isQueue) throws RefusedException {
        if (isTemporary(name)) {
            Temporary known = find(name, isQueue);
            if (known == null || known.owner() != connection) {
                String problem = known == null ? "is gone: " : "belongs to another connection: ";
                throw new RefusedException(
                        ErrorCode.INVALID_DESTINATION, "temporary destination " + problem + describe(name, isQueue));
            }
        }
    }

    /** Makes one, or gives it back to its owner. */
    Temporary create(Connection owner, String name, boolean isQueue) throws RefusedException {
        if (!isTemporary(name)) {
            throw new RefusedException(
                    ErrorCode.INVALID_DESTINATION,
                    "name of a temporary destination must begin with " + Protocol.TEMPORARY_PREFIX + ": "
                            + describe(name, isQueue));
        }
        Temporary known = find(name, isQueue);
        if (known == null) {
            known = add(name, isQueue);
        } else if (known.owner() != null && known.owner() != owner) {
            throw new RefusedException(
                    ErrorCode.INVALID_DESTINATION, "name is another connection's: " + describe(name, isQueue));
        }
        known.setOwner(owner);
        return known;
    }

    private Temporary add(String name, boolean isQueue) {
        Temporary added = isQueue ? new Temporary(newIndex.apply(name)) : new Temporary(new Topic(NO_NUMBER, name));
        mapFor(isQueue).put(name, added);
        return added;
    }

    /** It is gone, and so is every way to it. */
    void remove(Temporary temporary) {
        mapFor(temporary.isQueue()).remove(temporary.name(), temporary);
        if (isAwaitingOwners) {
            ended.add(temporary.name());
        }
    }

    static String describe(String name, boolean isQueue) {
        return (isQueue ? "queue=" : "topic=") + name;
    }
}
