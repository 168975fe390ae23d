package io.epona.broker.core;

import io.epona.broker.queue.MessageQueue;
import io.epona.protocol.Protocol;
import io.epona.protocol.wire.DestinationsListedEncoder;
import io.epona.protocol.wire.MessageHeaderEncoder;
import io.epona.protocol.wire.MessagesHandledEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.agrona.MutableDirectBuffer;

/** Encodes what the broker answers to administrators. */
final class AdministrationFrames {
    private static final int HEADER = Protocol.HEADER_LENGTH;
    private static final int MAX_ROW_LENGTH = DestinationsListedEncoder.RowsEncoder.sbeBlockLength()
            + DestinationsListedEncoder.RowsEncoder.nameHeaderLength()
            + DestinationsListedEncoder.RowsEncoder.clientIdHeaderLength()
            + 2 * Protocol.MAX_NAME_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    /** @param rows one more than the limit if there are more */
    void listed(Peer peer, long request, List<DestinationListing.Row> rows, int limit) {
        int count = Math.min(rows.size(), Math.min(DestinationListing.MAX_ROWS, Math.max(1, limit)));
        MutableDirectBuffer buffer = peer.begin(HEADER
                + DestinationsListedEncoder.BLOCK_LENGTH
                + DestinationsListedEncoder.RowsEncoder.HEADER_SIZE
                + count * MAX_ROW_LENGTH
                + propertiesLength(rows.subList(0, count)));
        DestinationsListedEncoder listed =
                new DestinationsListedEncoder().wrapAndApplyHeader(buffer, peer.offset(), header);
        DestinationsListedEncoder.RowsEncoder group = listed.request(request)
                .complete((short) (count == rows.size() ? 1 : 0))
                .rowsCount(count);
        for (DestinationListing.Row row : rows.subList(0, count)) {
            byte[] name = row.name().getBytes(StandardCharsets.UTF_8);
            byte[] clientId = row.clientId().getBytes(StandardCharsets.UTF_8);
            group.next()
                    .kind(row.kind())
                    .messages(row.counts().messages())
                    .inFlight(row.counts().inFlight())
                    .delayed(row.counts().delayed())
                    .bytes(row.counts().bytes())
                    .consumers(row.counts().consumers())
                    .subscriptions(row.subscriptions())
                    .putName(name, 0, name.length)
                    .putClientId(clientId, 0, clientId.length);
        }
        addProperties(listed, rows.subList(0, count));
        peer.end(HEADER + listed.encodedLength());
    }

    private static int propertiesLength(List<DestinationListing.Row> rows) {
        int length = DestinationsListedEncoder.PropertiesEncoder.HEADER_SIZE;
        for (DestinationListing.Row row : rows) {
            for (Map.Entry<String, String> each : row.properties().values().entrySet()) {
                length += DestinationsListedEncoder.PropertiesEncoder.sbeBlockLength()
                        + DestinationsListedEncoder.PropertiesEncoder.keyHeaderLength()
                        + DestinationsListedEncoder.PropertiesEncoder.valueHeaderLength()
                        + each.getKey().getBytes(StandardCharsets.UTF_8).length
                        + each.getValue().getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return length;
    }

    /** Behind the rows, where clients of earlier versions pass over them. */
    private static void addProperties(DestinationsListedEncoder listed, List<DestinationListing.Row> rows) {
        int count =
                rows.stream().mapToInt(row -> row.properties().values().size()).sum();
        DestinationsListedEncoder.PropertiesEncoder group = listed.propertiesCount(count);
        for (int i = 0; i < rows.size(); i++) {
            int index = i;
            rows.get(i)
                    .properties()
                    .values()
                    .forEach((key, value) -> group.next().row(index).key(key).value(value));
        }
    }

    void deleted(Peer peer, long request, long messageCount) {
        MessageSweeps.Place start = new MessageSweeps.Place(0, MessageQueue.PRIORITIES - 1, 0);
        handled(peer, request, new MessageSweeps.Outcome(messageCount, 0), start, true);
    }

    void handled(
            Peer peer, long request, MessageSweeps.Outcome outcome, MessageSweeps.Place place, boolean isComplete) {
        MutableDirectBuffer buffer = peer.begin(HEADER + MessagesHandledEncoder.BLOCK_LENGTH);
        MessagesHandledEncoder handled = new MessagesHandledEncoder()
                .wrapAndApplyHeader(buffer, peer.offset(), header)
                .request(request)
                .complete((short) (isComplete ? 1 : 0))
                .priority((short) place.priority())
                .count(outcome.handled())
                .lastMessage(place.lastMessage())
                .afterMessage(place.afterMessage())
                .passedOver(outcome.passedOver());
        peer.end(HEADER + handled.encodedLength());
    }
}
