package io.epona.broker.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The consumers of an index that can take a message, in the order of their turns, and how they get them. */
final class ConsumerLine {
    private final Lane[] lanes;
    private final ArrayDeque<QueueConsumer> line = new ArrayDeque<>(1);
    private final List<QueueConsumer> selectiveConsumers = new ArrayList<>();
    private Turn turn;

    /** @param lanes those of the index, which adds to them */
    ConsumerLine(Lane[] lanes) {
        this.lanes = lanes;
    }

    boolean isEmpty() {
        return line.isEmpty();
    }

    void attach(QueueConsumer consumer) {
        if (consumer.isSelective()) {
            selectiveConsumers.add(consumer);
        }
    }

    /** It must not linger in the line until the next turn: a queue that falls idle would keep all that it refers to. */
    void detach(QueueConsumer consumer) {
        selectiveConsumers.remove(consumer);
        if (consumer.isInLine()) {
            consumer.setInLine(false);
            line.remove(consumer);
        }
    }

    /** Lines a consumer up if it can take a message; false if not, or if it is in line already. */
    boolean add(QueueConsumer consumer) {
        if (consumer.isInLine() || !consumer.canTake()) {
            return false;
        }
        consumer.setInLine(true);
        line.addLast(consumer);
        return true;
    }

    /** A message is ready again. */
    void onReturned(EntryChunk chunk, int index) {
        for (QueueConsumer consumer : selectiveConsumers) {
            consumer.cursor().onReturned(chunk, index);
        }
    }

    /** Hands out messages until nobody may have more or the turn is over; why it ended. */
    DispatchResult handOut(Turn newTurn) {
        turn = newTurn;
        DispatchResult result = handOut();
        QueueConsumer first = turn.firstSkipped();
        if (first != null && first.isInLine()) {
            while (line.peekFirst() != first) {
                stepBack();
            }
        }
        turn = null;
        return result;
    }

    private DispatchResult handOut() {
        int fruitlessCount = 0;
        while (!turn.isOver()) {
            QueueConsumer consumer = nextInLine();
            if (consumer == null) {
                return DispatchResult.DONE;
            } else if (fruitlessCount >= line.size()) {
                return turn.result();
            } else if (handOut(consumer)) {
                fruitlessCount = 0;
            } else if (selectiveConsumers.isEmpty()) {
                return turn.isOver() ? DispatchResult.LIMIT : turn.result();
            } else {
                fruitlessCount++;
                stepBack();
            }
        }
        return DispatchResult.LIMIT;
    }

    /** The first in line goes behind the others. */
    private void stepBack() {
        line.addLast(line.pollFirst());
    }

    /** Gives a consumer the next message that it may have; whether there was one. */
    private boolean handOut(QueueConsumer consumer) {
        if (consumer.isSelective() && turn.budget().isSpent()) {
            turn.noteSkipped(consumer);
            return false;
        } else if (consumer.isSelective()) {
            SelectiveCursor cursor = consumer.cursor();
            return cursor.find(turn) && handOut(consumer, cursor.foundChunk(), cursor.foundIndex());
        }
        while (!turn.isOver() && !turn.isExhausted()) {
            Lane lane = laneWithReady();
            if (lane == null) {
                turn.noteExhausted();
            } else if (!turn.dropIfExpired(lane.foundChunk(), lane.foundIndex())) {
                return handOut(consumer, lane.foundChunk(), lane.foundIndex());
            }
        }
        return false;
    }

    private boolean handOut(QueueConsumer consumer, EntryChunk chunk, int index) {
        turn.use();
        consumer.queue().lock(chunk, index);
        stepBack();
        consumer.deliver(chunk, index);
        return true;
    }

    /** The first in line who can take a message; those who cannot leave the line. */
    private QueueConsumer nextInLine() {
        while (!line.isEmpty()) {
            QueueConsumer consumer = line.peekFirst();
            if (consumer.canTake()) {
                return consumer;
            }
            line.pollFirst();
            consumer.setInLine(false);
        }
        return null;
    }

    private Lane laneWithReady() {
        for (int priority = lanes.length - 1; priority >= 0; priority--) {
            Lane lane = lanes[priority];
            if (lane != null && lane.findReady(turn)) {
                return lane;
            } else if (lane != null && lane.isHidden()) {
                turn.noteHidden();
            }
        }
        return null;
    }
}
