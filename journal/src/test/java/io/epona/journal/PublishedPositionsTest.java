package io.epona.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PublishedPositionsTest {
    private final PublishedPositions published = new PublishedPositions(100);

    @Test
    void shouldTakeAsMuchAsTheLimitAllows() {
        published.add(110);
        published.add(120);
        published.add(130);

        assertEquals(120, published.take(100, 125));
        assertEquals(130, published.take(120, 145));
        assertEquals(130, published.take(130, 155));
    }

    @Test
    void shouldTakeTheFirstIfAllAreBeyondTheLimit() {
        published.add(200);
        published.add(300);

        assertEquals(200, published.take(100, 110));
        assertEquals(300, published.take(200, 210));
    }

    @Test
    void shouldPassOverWhatIsDone() {
        published.add(110);
        published.add(120);

        assertEquals(120, published.take(110, 110));
    }

    @Test
    void shouldNeverLoseTheLastOfVeryMany() {
        for (long position = 101; position <= 10_000; position++) {
            published.add(position);
        }

        long done = 100;
        while (done != published.last()) {
            done = published.take(done, done + 50);
        }
        assertEquals(10_000, done);
        assertEquals(10_000, published.take(done, done + 50));
    }
}
