package io.epona.jms.link;

import io.epona.protocol.ErrorCode;
import io.epona.protocol.wire.AcknowledgeConfirmedDecoder;
import io.epona.protocol.wire.BranchAnsweredDecoder;
import io.epona.protocol.wire.BranchesListedDecoder;
import io.epona.protocol.wire.BrowseAnsweredDecoder;
import io.epona.protocol.wire.BrowsedDecoder;
import io.epona.protocol.wire.ConsumerOpenedDecoder;
import io.epona.protocol.wire.DeliveryDecoder;
import io.epona.protocol.wire.DestinationsListedDecoder;
import io.epona.protocol.wire.HeldRefusedDecoder;
import io.epona.protocol.wire.MessageHeaderDecoder;
import io.epona.protocol.wire.MessagesHandledDecoder;
import io.epona.protocol.wire.ProducerCreditDecoder;
import io.epona.protocol.wire.ResponseDecoder;
import io.epona.protocol.wire.SendConfirmedDecoder;
import io.epona.protocol.wire.SendRejectedDecoder;
import io.epona.protocol.wire.SessionOpenedDecoder;
import java.util.HashSet;
import java.util.Set;
import org.agrona.DirectBuffer;

/** Hands the frames of sessions and consumers to whom they are for. Event loop only. */
final class Router {
    private final Routes routes;
    private final Runnable afterAnswer;
    private final DeliveryDecoder delivery = new DeliveryDecoder();
    private final SendConfirmedDecoder sendConfirmed = new SendConfirmedDecoder();
    private final ProducerCreditDecoder credit = new ProducerCreditDecoder();
    private final AcknowledgeConfirmedDecoder acknowledgeConfirmed = new AcknowledgeConfirmedDecoder();

    /** @param afterAnswer runs after what may have been the last answer that a resume was waiting for */
    Router(Routes routes, Runnable afterAnswer) {
        this.routes = routes;
        this.afterAnswer = afterAnswer;
    }

    /** Returns false if this is no frame that a broker sends. */
    boolean route(MessageHeaderDecoder header, DirectBuffer buffer, int offset) {
        switch (header.templateId()) {
            case DeliveryDecoder.TEMPLATE_ID -> onDelivery(delivery.wrapAndApplyHeader(buffer, offset, header));
            case SendConfirmedDecoder.TEMPLATE_ID ->
                onSendConfirmed(sendConfirmed.wrapAndApplyHeader(buffer, offset, header));
            case ProducerCreditDecoder.TEMPLATE_ID -> onCredit(credit.wrapAndApplyHeader(buffer, offset, header));
            case AcknowledgeConfirmedDecoder.TEMPLATE_ID ->
                onAcknowledgeConfirmed(acknowledgeConfirmed.wrapAndApplyHeader(buffer, offset, header));
            case SendRejectedDecoder.TEMPLATE_ID ->
                onSendRejected(new SendRejectedDecoder().wrapAndApplyHeader(buffer, offset, header));
            case SessionOpenedDecoder.TEMPLATE_ID ->
                onSessionOpened(new SessionOpenedDecoder().wrapAndApplyHeader(buffer, offset, header));
            case ConsumerOpenedDecoder.TEMPLATE_ID ->
                onConsumerOpened(new ConsumerOpenedDecoder().wrapAndApplyHeader(buffer, offset, header));
            case HeldRefusedDecoder.TEMPLATE_ID ->
                onHeldRefused(new HeldRefusedDecoder().wrapAndApplyHeader(buffer, offset, header));
            case BrowsedDecoder.TEMPLATE_ID ->
                onBrowsed(new BrowsedDecoder().wrapAndApplyHeader(buffer, offset, header));
            case BrowseAnsweredDecoder.TEMPLATE_ID ->
                onBrowseAnswered(new BrowseAnsweredDecoder().wrapAndApplyHeader(buffer, offset, header));
            case DestinationsListedDecoder.TEMPLATE_ID ->
                onListed(new DestinationsListedDecoder().wrapAndApplyHeader(buffer, offset, header));
            case MessagesHandledDecoder.TEMPLATE_ID ->
                onHandled(new MessagesHandledDecoder().wrapAndApplyHeader(buffer, offset, header));
            case ResponseDecoder.TEMPLATE_ID ->
                onResponse(new ResponseDecoder().wrapAndApplyHeader(buffer, offset, header));
            case BranchAnsweredDecoder.TEMPLATE_ID ->
                onBranchAnswered(new BranchAnsweredDecoder().wrapAndApplyHeader(buffer, offset, header));
            case BranchesListedDecoder.TEMPLATE_ID ->
                onBranchesListed(new BranchesListedDecoder().wrapAndApplyHeader(buffer, offset, header));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void onDelivery(DeliveryDecoder frame) {
        Routes.Route route = routes.consumer(frame.consumer());
        if (route != null) {
            int length = frame.messageLength();
            frame.buffer().boundsCheck(frame.limit() + DeliveryDecoder.messageHeaderLength(), length);
            byte[] message = new byte[length];
            frame.getMessage(message, 0, length);
            Delivery received = new Delivery(
                    frame.deliveryId(),
                    frame.messageNumber(),
                    frame.deliveryCount(),
                    frame.flags().persistent(),
                    message);
            route.receiving().onDelivery(route.consumer(), received);
        }
    }

    private void onSendConfirmed(SendConfirmedDecoder frame) {
        ClientSession session = routes.session(frame.session());
        if (session != null) {
            session.events().onSendConfirmed(frame.sequence());
        }
    }

    private void onSendRejected(SendRejectedDecoder frame) {
        ClientSession session = routes.session(frame.session());
        if (session != null) {
            long sequence = frame.sequence();
            session.events().onSendRejected(sequence, new Failure(ErrorCode.of(frame.code()), frame.text()));
        }
    }

    private void onCredit(ProducerCreditDecoder frame) {
        ClientSession session = routes.session(frame.session());
        if (session != null) {
            session.events().onCredit(frame.bytes());
            afterAnswer.run();
        }
    }

    private void onAcknowledgeConfirmed(AcknowledgeConfirmedDecoder frame) {
        ClientSession session = routes.session(frame.session());
        if (session != null) {
            session.receiving().onAcknowledgeConfirmed(frame.sequence());
        }
    }

    private void onSessionOpened(SessionOpenedDecoder frame) {
        ClientSession session = routes.session(frame.session());
        if (session != null) {
            session.events().onOpened(frame);
            afterAnswer.run();
        }
    }

    private void onConsumerOpened(ConsumerOpenedDecoder frame) {
        Routes.Route route = routes.consumer(frame.consumer());
        if (route != null) {
            int request = (int) frame.request();
            routes.takeRequest(request);
            Set<Long> refused = new HashSet<>();
            for (ConsumerOpenedDecoder.RefusedDecoder each : frame.refused()) {
                refused.add(each.deliveryId());
            }
            route.receiving().onOpened(request, route.consumer(), refused);
            afterAnswer.run();
        }
    }

    private void onHeldRefused(HeldRefusedDecoder frame) {
        Routes.Route route = routes.consumer(frame.consumer());
        if (route != null) {
            Set<Long> refused = new HashSet<>();
            for (HeldRefusedDecoder.RefusedDecoder each : frame.refused()) {
                refused.add(each.deliveryId());
            }
            route.receiving().onHeldRefused(route.consumer(), refused);
        }
    }

    private void onBrowsed(BrowsedDecoder frame) {
        ClientSession session = routes.session(frame.session());
        if (session != null) {
            int length = frame.messageLength();
            frame.buffer().boundsCheck(frame.limit() + BrowsedDecoder.messageHeaderLength(), length);
            byte[] message = new byte[length];
            frame.getMessage(message, 0, length);
            Delivery browsed = new Delivery(
                    0,
                    frame.messageNumber(),
                    frame.deliveryCount(),
                    frame.flags().persistent(),
                    message);
            session.browsing().onMessage((int) frame.request(), browsed);
        }
    }

    private void onBrowseAnswered(BrowseAnsweredDecoder frame) {
        ClientSession session = routes.takeRequest(frame.request());
        if (session != null) {
            session.browsing()
                    .onAnswered(
                            (int) frame.request(),
                            frame.lastMessage(),
                            frame.priority(),
                            frame.afterMessage(),
                            frame.complete() != 0);
            afterAnswer.run();
        }
    }

    private void onListed(DestinationsListedDecoder frame) {
        ClientSession session = routes.takeRequest(frame.request());
        if (session != null) {
            session.administration().onListed(frame);
            afterAnswer.run();
        }
    }

    private void onHandled(MessagesHandledDecoder frame) {
        ClientSession session = routes.takeRequest(frame.request());
        if (session != null) {
            session.administration().onHandled(frame);
            afterAnswer.run();
        }
    }

    private void onBranchAnswered(BranchAnsweredDecoder frame) {
        ClientSession session = routes.takeRequest(frame.request());
        if (session != null) {
            int code = frame.code();
            session.branches().onAnswered((int) frame.request(), code, frame.text());
        }
    }

    private void onBranchesListed(BranchesListedDecoder frame) {
        ClientSession session = routes.takeRequest(frame.request());
        if (session != null) {
            int request = (int) frame.request();
            session.branches().onListed(request, BranchListing.decode(frame));
        }
    }

    private void onResponse(ResponseDecoder frame) {
        ClientSession session = routes.takeRequest(frame.request());
        if (session != null) {
            int code = frame.code();
            Failure refusal = code == 0 ? null : new Failure(ErrorCode.of(code), frame.text());
            session.events().onResponse((int) frame.request(), refusal);
            afterAnswer.run();
        }
    }
}
