package io.epona.broker.settings;

import java.util.ArrayList;
import java.util.List;

/**
 * Settings of queues and topics.
 *
 * @param isAutoCreated whether a destination that is used and does not exist is created
 * @param rules policies by patterns of names; the first whose pattern matches holds, else {@link DeliveryPolicy#DEFAULT}
 */
public record DestinationSettings(boolean isAutoCreated, List<Rule> rules) {
    /** Destinations are created on first use, and have the default policy. */
    public static final DestinationSettings DEFAULT = new DestinationSettings(true, List.of());

    /** A policy for the destinations of certain names. */
    public record Rule(NamePattern pattern, DeliveryPolicy policy) {}

    /** Copies the rules. */
    public DestinationSettings {
        rules = List.copyOf(rules);
    }

    /** These with or without creation on first use. */
    public DestinationSettings autoCreated(boolean isNowAutoCreated) {
        return new DestinationSettings(isNowAutoCreated, rules);
    }

    /** These and one more rule, which comes last. */
    public DestinationSettings with(String pattern, DeliveryPolicy policy) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(new Rule(NamePattern.of(pattern), policy));
        return new DestinationSettings(isAutoCreated, more);
    }

    /** Whether some policy has messages given up to this queue. */
    public boolean isForDeadLetters(String queue) {
        for (Rule rule : rules) {
            if (isForDeadLetters(queue, rule.policy())) {
                return true;
            }
        }
        return isForDeadLetters(queue, DeliveryPolicy.DEFAULT);
    }

    private boolean isForDeadLetters(String queue, DeliveryPolicy policy) {
        return isFor(policy, DeliveryPolicy.sourceOf(policy.deadLetterQueue(), queue))
                || isFor(policy, DeliveryPolicy.sourceOf(policy.expiryQueue(), queue));
    }

    private boolean isFor(DeliveryPolicy policy, String source) {
        return source != null && (source.isEmpty() || policy(source).equals(policy));
    }

    /** The policy for a destination. */
    public DeliveryPolicy policy(String destination) {
        for (Rule rule : rules) {
            if (rule.pattern().matches(destination)) {
                return rule.policy();
            }
        }
        return DeliveryPolicy.DEFAULT;
    }
}
