package io.epona.server.demo;

import java.time.Duration;

/**
 * What the showcase is to do.
 *
 * @param mainClass the class whose {@code run} command is the broker
 * @param duration how long producers send; the broker is killed halfway
 * @param ratePerSecond messages that all producers together send in a second; 0: as fast as they can
 * @param bodyLength length of each message's body
 * @param isKept whether the data directory is left behind
 */
public record DemoSettings(String mainClass, Duration duration, int ratePerSecond, int bodyLength, boolean isKept) {}
