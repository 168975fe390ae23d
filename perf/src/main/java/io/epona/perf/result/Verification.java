package io.epona.perf.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether what was sent arrived once and in order.
 *
 * @param sent messages handed to the provider
 * @param inDoubt of these, messages of which the provider said neither that they were sent nor that they were not
 * @param received deliveries of messages of this run
 * @param lost messages confirmed and not received, for each subscriber of a topic
 * @param doubled deliveries of what was received before
 * @param reordered deliveries after a later message of the same producer, destination and priority
 * @param misrouted deliveries from another destination or to another selector than meant
 * @param damaged deliveries of another length or with another beginning than sent
 * @param foreign deliveries of messages that this run did not send
 * @param splitGroups groups that went to more than one consumer; told, but no failure, since JMS does not forbid it
 * @param examples some of the lost
 * @param errors what threw in producers and consumers
 */
public record Verification(
        long sent,
        long inDoubt,
        long received,
        long lost,
        long doubled,
        long reordered,
        long misrouted,
        long damaged,
        long foreign,
        long splitGroups,
        List<String> examples,
        List<String> errors) {

    /** Whether nothing was lost, doubled, reordered, misrouted or damaged, and nothing threw. */
    public boolean isGood() {
        return lost + doubled + reordered + misrouted + damaged == 0 && errors.isEmpty();
    }

    /** The verdict in one line. */
    public String text() {
        if (isGood()) {
            String doubt = inDoubt == 0 ? "" : ", " + inDoubt + " in doubt";
            return "verified: " + sent + " sent, " + received + " received, nothing lost, doubled or reordered" + doubt
                    + (foreign == 0 ? "" : "; skipped " + foreign + " messages of others")
                    + (splitGroups == 0 ? "" : "; " + splitGroups + " groups had several consumers");
        }
        List<String> parts = new ArrayList<>();
        parts.add("NOT VERIFIED: sent=" + sent + " received=" + received + " lost=" + lost + " doubled=" + doubled
                + " reordered=" + reordered + " misrouted=" + misrouted + " damaged=" + damaged);
        parts.addAll(examples);
        parts.addAll(errors);
        return String.join("; ", parts);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("good", isGood());
        map.put("sent", sent);
        map.put("inDoubt", inDoubt);
        map.put("received", received);
        map.put("lost", lost);
        map.put("doubled", doubled);
        map.put("reordered", reordered);
        map.put("misrouted", misrouted);
        map.put("damaged", damaged);
        map.put("foreign", foreign);
        map.put("splitGroups", splitGroups);
        map.put("examples", examples);
        map.put("errors", errors);
        return map;
    }

    static Verification of(Fields fields) {
        return new Verification(
                fields.count("sent"),
                fields.count("inDoubt"),
                fields.count("received"),
                fields.count("lost"),
                fields.count("doubled"),
                fields.count("reordered"),
                fields.count("misrouted"),
                fields.count("damaged"),
                fields.count("foreign"),
                fields.count("splitGroups"),
                fields.texts("examples"),
                fields.texts("errors"));
    }
}
