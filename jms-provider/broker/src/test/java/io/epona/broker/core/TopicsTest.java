package io.epona.broker.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.epona.broker.queue.MessageQueue;
import io.epona.broker.selector.Selector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which subscriptions a topic has, whatever comes first: the topic, the pattern, or the subscription. */
class TopicsTest {
    private final Topics topics = new Topics();
    private int lastNumber;

    private Topic topic(String name) {
        Topic topic = new Topic(++lastNumber, name);
        topics.add(topic);
        return topic;
    }

    private MessageQueue subscribe(Topic topic, Admission admission) {
        MessageQueue queue = new MessageQueue(++lastNumber, topic.name(), true, work -> {});
        topic.add(queue, admission);
        return queue;
    }

    @Test
    void shouldHaveThoseToPatternsThatMatchAndNoOthers() {
        Topic early = topic("a.b");
        Topic pattern = topic("a.*");
        for (int i = 0; i < 100; i++) {
            subscribe(topic("other.*." + i), Admission.ALL);
        }
        MessageQueue own = subscribe(early, Admission.ALL);
        MessageQueue matching = subscribe(pattern, Admission.ALL);
        Topic late = topic("a.c");

        assertEquals(List.of(own, matching), early.subscriptions());
        assertEquals(List.of(matching), late.subscriptions());
        assertSame(early.subscriptions(), topics.subscriptions("a.b"), "known, so nothing is looked for");
        assertEquals(List.of(matching), topics.subscriptions("a.unknown"));
        assertEquals(List.of(), topics.subscriptions("unknown"));
    }

    @Test
    void shouldHaveThemWithWhatTheyAreToGet() throws Exception {
        Admission some = new Admission(Selector.parse("JMSPriority = 9"), null);
        Topic early = topic("a.b");
        Topic pattern = topic("#");
        MessageQueue subscription = subscribe(pattern, some);
        Topic late = topic("c");

        assertEquals(Map.of(subscription, some), early.admissions());
        assertEquals(Map.of(subscription, some), late.admissions());
    }

    @Test
    void shouldLeaveToPatternsWhatTopicsThatAreGoneHad() {
        Topic gone = topic("a.b");
        Topic pattern = topic("a.*");
        MessageQueue subscription = subscribe(pattern, Admission.ALL);
        topics.remove(gone);
        assertNull(topics.get("a.b"));

        MessageQueue later = subscribe(pattern, Admission.ALL);

        assertEquals(List.of(subscription), gone.subscriptions(), "what is gone hears of nothing");
        assertEquals(List.of(subscription, later), topic("a.b").subscriptions());
    }

    @Test
    void shouldLoseThoseThatEnd() {
        Topic early = topic("a.b");
        Topic first = topic("a.#");
        Topic second = topic("#.b");
        MessageQueue ending = subscribe(first, Admission.ALL);
        MessageQueue staying = subscribe(second, Admission.ALL);

        first.remove(ending);

        assertEquals(List.of(staying), early.subscriptions());
        assertEquals(List.of(), topic("a.c").subscriptions());
        assertEquals(List.of(staying), topic("x.b").subscriptions());
    }
}
