package io.epona.jms;

import io.epona.protocol.Protocol;
import io.epona.protocol.wire.AcknowledgeDecoder;
import io.epona.protocol.wire.BrowseDecoder;
import io.epona.protocol.wire.CloseConsumerDecoder;
import io.epona.protocol.wire.CloseSessionDecoder;
import io.epona.protocol.wire.CommitDecoder;
import io.epona.protocol.wire.ConsumerCreditDecoder;
import io.epona.protocol.wire.CreateTemporaryDecoder;
import io.epona.protocol.wire.DeleteTemporaryDecoder;
import io.epona.protocol.wire.DisconnectDecoder;
import io.epona.protocol.wire.HeartbeatDecoder;
import io.epona.protocol.wire.HeldMoreDecoder;
import io.epona.protocol.wire.HelloDecoder;
import io.epona.protocol.wire.LoadDecoder;
import io.epona.protocol.wire.MessageHeaderDecoder;
import io.epona.protocol.wire.OpenConsumerDecoder;
import io.epona.protocol.wire.OpenSessionDecoder;
import io.epona.protocol.wire.RecoverDecoder;
import io.epona.protocol.wire.ResumeCompleteDecoder;
import io.epona.protocol.wire.SendDecoder;
import io.epona.protocol.wire.UnsubscribeDecoder;
import java.util.StringJoiner;
import org.agrona.DirectBuffer;

/** Says in one line what a client's frame says, without what is random or numbered over all tests. */
final class FrameText {
    private static final int BODY = Protocol.HEADER_LENGTH;

    private FrameText() {}

    static String of(DirectBuffer frame) {
        MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(frame, 0);
        int block = header.blockLength();
        int version = header.version();
        return switch (header.templateId()) {
            case HelloDecoder.TEMPLATE_ID -> hello(new HelloDecoder().wrap(frame, BODY, block, version));
            case DisconnectDecoder.TEMPLATE_ID ->
                "Disconnect code="
                        + new DisconnectDecoder()
                                .wrap(frame, BODY, block, version)
                                .code();
            case HeartbeatDecoder.TEMPLATE_ID -> "Heartbeat";
            case ResumeCompleteDecoder.TEMPLATE_ID -> "ResumeComplete";
            case OpenSessionDecoder.TEMPLATE_ID ->
                "OpenSession session="
                        + new OpenSessionDecoder()
                                .wrap(frame, BODY, block, version)
                                .session();
            case CloseSessionDecoder.TEMPLATE_ID ->
                "CloseSession session="
                        + new CloseSessionDecoder()
                                .wrap(frame, BODY, block, version)
                                .session();
            case SendDecoder.TEMPLATE_ID -> send(new SendDecoder().wrap(frame, BODY, block, version));
            case OpenConsumerDecoder.TEMPLATE_ID ->
                openConsumer(new OpenConsumerDecoder().wrap(frame, BODY, block, version));
            case HeldMoreDecoder.TEMPLATE_ID -> heldMore(new HeldMoreDecoder().wrap(frame, BODY, block, version));
            case CloseConsumerDecoder.TEMPLATE_ID ->
                closeConsumer(new CloseConsumerDecoder().wrap(frame, BODY, block, version));
            case ConsumerCreditDecoder.TEMPLATE_ID ->
                credit(new ConsumerCreditDecoder().wrap(frame, BODY, block, version));
            case AcknowledgeDecoder.TEMPLATE_ID ->
                acknowledge(new AcknowledgeDecoder().wrap(frame, BODY, block, version));
            case RecoverDecoder.TEMPLATE_ID -> recover(new RecoverDecoder().wrap(frame, BODY, block, version));
            case CommitDecoder.TEMPLATE_ID -> commit(new CommitDecoder().wrap(frame, BODY, block, version));
            case BrowseDecoder.TEMPLATE_ID -> browse(new BrowseDecoder().wrap(frame, BODY, block, version));
            case LoadDecoder.TEMPLATE_ID -> load(new LoadDecoder().wrap(frame, BODY, block, version));
            case CreateTemporaryDecoder.TEMPLATE_ID ->
                create(new CreateTemporaryDecoder().wrap(frame, BODY, block, version));
            case DeleteTemporaryDecoder.TEMPLATE_ID ->
                delete(new DeleteTemporaryDecoder().wrap(frame, BODY, block, version));
            case UnsubscribeDecoder.TEMPLATE_ID ->
                "Unsubscribe subscription="
                        + new UnsubscribeDecoder()
                                .wrap(frame, BODY, block, version)
                                .subscription();
            default -> "template=" + header.templateId();
        };
    }

    private static String create(CreateTemporaryDecoder frame) {
        return "CreateTemporary kind=" + frame.destinationKind() + " number=" + lastWord(frame.destination());
    }

    private static String delete(DeleteTemporaryDecoder frame) {
        return "DeleteTemporary kind=" + frame.destinationKind() + " number=" + lastWord(frame.destination());
    }

    private static String lastWord(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String hello(HelloDecoder hello) {
        return "Hello resumed=" + hello.resumed() + " clientId=" + hello.clientId();
    }

    private static String send(SendDecoder send) {
        return "Send session=" + send.session() + " transacted=" + send.transacted() + " sequence=" + send.sequence();
    }

    private static String openConsumer(OpenConsumerDecoder open) {
        String start = "OpenConsumer consumer=" + open.consumer() + " kind=" + open.destinationKind() + " resumed="
                + open.flags().resumed() + " durable=" + open.flags().durable() + " next=" + open.nextDeliveryId();
        StringJoiner held = new StringJoiner(",", " held=", "");
        for (OpenConsumerDecoder.HeldDecoder delivery : open.held()) {
            held.add(delivery.deliveryId() + "/" + delivery.messageNumber());
        }
        String source = " destination=" + open.destination() + " subscription=" + open.subscription();
        String selector = open.selector();
        String more = open.heldMore() == 0 ? "" : " more=" + open.heldMore();
        return start + held + source + (selector.isEmpty() ? "" : " selector=" + selector) + more;
    }

    private static String heldMore(HeldMoreDecoder more) {
        HeldMoreDecoder.HeldDecoder held = more.held();
        String start = "HeldMore consumer=" + more.consumer() + " count=" + held.count();
        HeldMoreDecoder.HeldDecoder first = held.next();
        return start + " first=" + first.deliveryId() + "/" + first.messageNumber();
    }

    private static String browse(BrowseDecoder browse) {
        return "Browse messages=" + browse.messages() + " priority=" + browse.priority() + " last="
                + browse.lastMessage() + " after=" + browse.afterMessage() + " queue=" + browse.queue() + " selector="
                + browse.selector();
    }

    private static String closeConsumer(CloseConsumerDecoder close) {
        return "CloseConsumer consumer=" + close.consumer() + " deliveredTo=" + close.deliveredTo();
    }

    private static String credit(ConsumerCreditDecoder credit) {
        return "ConsumerCredit consumer=" + credit.consumer() + " messages=" + credit.messages() + " bytes="
                + credit.bytes();
    }

    private static String acknowledge(AcknowledgeDecoder acknowledge) {
        StringJoiner ranges = new StringJoiner(",");
        String start = "Acknowledge session=" + acknowledge.session() + " sequence=" + acknowledge.sequence();
        for (AcknowledgeDecoder.RangesDecoder range : acknowledge.ranges()) {
            ranges.add(range.consumer() + ":" + range.from() + "-" + range.to());
        }
        return start + " ranges=" + ranges;
    }

    private static String recover(RecoverDecoder recover) {
        StringJoiner delivered = new StringJoiner(",");
        String start = "Recover session=" + recover.session();
        for (RecoverDecoder.DeliveredDecoder each : recover.delivered()) {
            delivered.add(each.consumer() + ":" + each.to());
        }
        return start + " delivered=" + delivered;
    }

    private static String load(LoadDecoder load) {
        StringJoiner deliveries = new StringJoiner(",");
        String start = "Load source=" + load.source() + " session=" + load.session() + " consumer=" + load.consumer();
        for (LoadDecoder.DeliveriesDecoder each : load.deliveries()) {
            deliveries.add(Long.toString(each.deliveryId()));
        }
        return start + " deliveries=" + deliveries;
    }

    private static String commit(CommitDecoder commit) {
        StringJoiner ranges = new StringJoiner(",");
        String start = "Commit session=" + commit.session() + " sequence=" + commit.sequence() + " sendCount="
                + commit.sendCount();
        for (CommitDecoder.RangesDecoder range : commit.ranges()) {
            ranges.add(range.consumer() + ":" + range.from() + "-" + range.to());
        }
        return start + " ranges=" + ranges;
    }
}
