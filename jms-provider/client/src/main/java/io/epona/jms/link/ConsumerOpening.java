package io.epona.jms.link;

import io.epona.protocol.Protocol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** Opens the consumers of a session on a link, first or again. Guarded by the session's lock. */
final class ConsumerOpening {
    /** So many deliveries a frame names to a broker that takes several, that other frames need not wait long behind it. */
    private static final int PIECE_COUNT = 4_000;

    private final SessionContext context;
    private final IntSupplier protocolVersion;
    private final Consumers consumers;
    private final ConsumerFlow flow;
    private final SessionRequests requests;
    private final Consumer<Failure> onConsumerLost;
    private final Set<ClientConsumer> unanswered = new HashSet<>();
    private final List<AckRange> refusedShown = new ArrayList<>();
    private Runnable onAnswer = () -> {};

    /**
     * @param protocolVersion that of the present link
     * @param onConsumerLost hears when a broker would not have a consumer again that the application uses
     */
    ConsumerOpening(
            SessionContext context,
            IntSupplier protocolVersion,
            Consumers consumers,
            ConsumerFlow flow,
            SessionRequests requests,
            Consumer<Failure> onConsumerLost) {
        this.context = context;
        this.protocolVersion = protocolVersion;
        this.consumers = consumers;
        this.flow = flow;
        this.requests = requests;
        this.onConsumerLost = onConsumerLost;
    }

    void onEachAnswer(Runnable action) {
        onAnswer = action;
    }

    void unlink() {
        unanswered.clear();
        refusedShown.clear();
        for (ClientConsumer consumer : consumers.all()) {
            consumer.setOpenOnLink(false);
            consumer.prefetch().revoke();
        }
    }

    /**
     * Has the broker open all consumers again, which hold what they held.
     *
     * @param isSameRun whether the broker is still the one that delivered what is held
     */
    void openAll(boolean isSameRun) {
        for (ClientConsumer consumer : consumers.all()) {
            if (consumer.failure() == null) {
                Deliveries deliveries = consumer.deliveries();
                if (!isSameRun) {
                    deliveries.loseNonPersistent();
                }
                if (!takesSeveral()) {
                    deliveries.truncate(Protocol.MAX_GROUP_COUNT, id -> noteRefused(consumer, id));
                }
                // Another run of the broker knows nothing of what a subscription without durability delivered, and may
                // have
                // given the same numbers to other messages.
                open(consumer, true, isSameRun || consumer.source().outlivesBroker());
            }
        }
    }

    /** Whether the broker lets what is held be named in several frames. */
    private boolean takesSeveral() {
        return protocolVersion.getAsInt() >= Protocol.HELD_VERSION;
    }

    /** Has the broker open a consumer that is new. */
    void open(ClientConsumer consumer) {
        open(consumer, false, true);
    }

    private void open(ClientConsumer consumer, boolean isResumed, boolean isHolding) {
        SessionRequests.Request request = consumer.openRequest();
        if (request == null || request.isAnswered()) {
            request = requests.addFrameless(() -> onAnswered(consumer));
            consumer.openWith(request);
        }
        unanswered.add(consumer);
        HeldDeliveries held = isHolding ? consumer.deliveries().held() : HeldDeliveries.NONE;
        HeldDeliveries.Piece piece = held.first(takesSeveral() ? PIECE_COUNT : Protocol.MAX_GROUP_COUNT);
        context.writer().write(Frames.openConsumer(request.number(), context.number(), consumer, isResumed, piece));
        while (piece.countBehind() > 0) {
            piece = piece.next(PIECE_COUNT);
            context.writer().write(Frames.heldMore(consumer.number(), piece));
        }
    }

    boolean isAnswered() {
        return unanswered.isEmpty();
    }

    /** Whether a link waits for the broker's answer about this one. */
    boolean isAwaiting(ClientConsumer consumer) {
        return unanswered.contains(consumer);
    }

    /** What the application has seen and others have now; to be asked once. */
    List<AckRange> takeRefused() {
        List<AckRange> refused = List.copyOf(refusedShown);
        refusedShown.clear();
        return refused;
    }

    /** The broker has given these deliveries to others; to be told before the consumer's request is answered. */
    void onRefused(ClientConsumer consumer, Set<Long> deliveryIds) {
        consumer.deliveries().refuse(deliveryIds, id -> noteRefused(consumer, id));
    }

    private void noteRefused(ClientConsumer consumer, long deliveryId) {
        refusedShown.add(new AckRange(consumer, deliveryId, deliveryId));
    }

    private void onAnswered(ClientConsumer consumer) {
        Failure refusal = consumer.openRequest().refusal();
        if (refusal == null) {
            onOpened(consumer);
        } else {
            onRefused(consumer, refusal);
        }
        unanswered.remove(consumer);
        onAnswer.run();
    }

    private void onOpened(ClientConsumer consumer) {
        consumer.setOpenOnLink(true);
        if (consumer.state() == ClientConsumer.State.OPENING) {
            consumer.moveTo(ClientConsumer.State.OPEN);
        } else if (consumer.state() == ClientConsumer.State.CLOSED) {
            // It was opened again for the sake of what it holds only.
            long deliveredTo = consumer.keptTo();
            requests.begin(number -> Frames.closeConsumer(number, consumer.number(), deliveredTo), () -> {});
        }
        flow.grant(consumer);
        consumer.arrived();
        context.monitor().signalArrival();
    }

    private void onRefused(ClientConsumer consumer, Failure refusal) {
        // Somebody else has the subscription now, or it is gone, and with it all that was held.
        consumer.deliveries().dropWaiting();
        consumer.deliveries().truncate(0, id -> noteRefused(consumer, id));
        if (consumer.state() == ClientConsumer.State.CLOSING) {
            requests.answer(consumer.closeRequest().number(), null);
        } else if (consumer.state() == ClientConsumer.State.OPEN) {
            consumer.fail(refusal);
            consumer.arrived();
            context.monitor().signalArrival();
            onConsumerLost.accept(refusal);
        }
    }
}
