package io.epona.jms.message;

import java.io.ObjectInputFilter;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;

/**
 * Which classes the object of a received message may consist of. Immutable, safe for use by any thread.
 *
 * <p>Whoever may send to a destination chooses the classes that its receivers would deserialise, and deserialising runs
 * code of these classes: only those are allowed that are known to be harmless, or that the application names. Depth and
 * array lengths are limited by what the received bytes can hold, so that a few bytes cannot ask for a lot of memory.
 */
public final class ObjectFilter {
    /** Nested sets cost two to the power of their depth to hash. */
    private static final int DEPTH_LIMIT = 20;

    private static final Set<String> STANDARD_CLASSES = Set.of(
            "java.lang.Boolean",
            "java.lang.Byte",
            "java.lang.Character",
            "java.lang.Double",
            "java.lang.Float",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Number",
            "java.lang.Object", // as the element type of arrays; it cannot be in a stream by itself
            "java.lang.Short",
            "java.lang.String",
            "java.lang.String$CaseInsensitiveComparator",
            "java.math.BigDecimal",
            "java.math.BigInteger",
            "java.time.Duration",
            "java.time.Instant",
            "java.time.LocalDate",
            "java.time.LocalDateTime",
            "java.time.LocalTime",
            "java.time.MonthDay",
            "java.time.OffsetDateTime",
            "java.time.OffsetTime",
            "java.time.Period",
            "java.time.Ser",
            "java.time.Year",
            "java.time.YearMonth",
            "java.time.ZoneOffset",
            "java.time.ZoneRegion",
            "java.time.ZonedDateTime",
            "java.util.AbstractMap$SimpleEntry",
            "java.util.AbstractMap$SimpleImmutableEntry",
            "java.util.ArrayDeque",
            "java.util.ArrayList",
            "java.util.Arrays$ArrayList",
            "java.util.BitSet",
            "java.util.CollSer",
            "java.util.Collections$EmptyList",
            "java.util.Collections$EmptyMap",
            "java.util.Collections$EmptySet",
            "java.util.Collections$ReverseComparator",
            "java.util.Collections$SingletonList",
            "java.util.Collections$SingletonMap",
            "java.util.Collections$SingletonSet",
            "java.util.Collections$UnmodifiableCollection",
            "java.util.Collections$UnmodifiableList",
            "java.util.Collections$UnmodifiableMap",
            "java.util.Collections$UnmodifiableRandomAccessList",
            "java.util.Collections$UnmodifiableSet",
            "java.util.Date",
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.Hashtable",
            "java.util.IdentityHashMap",
            "java.util.ImmutableCollections$List12",
            "java.util.ImmutableCollections$ListN",
            "java.util.ImmutableCollections$Map1",
            "java.util.ImmutableCollections$MapN",
            "java.util.ImmutableCollections$Set12",
            "java.util.ImmutableCollections$SetN",
            "java.util.LinkedHashMap",
            "java.util.LinkedHashSet",
            "java.util.LinkedList",
            "java.util.Map$Entry",
            "java.util.Properties",
            "java.util.TreeMap",
            "java.util.TreeSet",
            "java.util.UUID",
            "java.util.Vector");
    private static final ObjectFilter STANDARD = new ObjectFilter(ClassPatterns.of(STANDARD_CLASSES));

    private final ClassPatterns patterns;

    private ObjectFilter(ClassPatterns patterns) {
        this.patterns = patterns;
    }

    /**
     * Allows boxed types, text, big numbers, the common collections and maps, dates and times, UUIDs, and arrays of all
     * these.
     */
    public static ObjectFilter standard() {
        return STANDARD;
    }

    /**
     * This filter with further classes, which superclasses need too.
     *
     * @param allowed binary names ({@code com.acme.Order$Line}), packages ({@code com.acme.*}) and packages with those
     *     below them ({@code com.acme.**}, or {@code **} for all)
     * @throws IllegalArgumentException naming the one that has another form
     */
    public ObjectFilter allowing(Collection<String> allowed) {
        return allowed.isEmpty() ? this : new ObjectFilter(patterns.with(allowed));
    }

    /** As {@link #allowing(Collection)}, of text with commas in between; null for none. */
    public ObjectFilter allowing(String allowed) {
        return allowed == null
                ? this
                : allowing(Arrays.stream(allowed.split(","))
                        .map(String::trim)
                        .filter(each -> !each.isEmpty())
                        .toList());
    }

    /** A check for one object whose serialised form has this length. */
    Check check(int serialisedLength) {
        return new Check(serialisedLength);
    }

    /** Checks the parts of one object while it is read. */
    final class Check implements ObjectInputFilter {
        private final int serialisedLength;
        private long remainingElements;
        private String refusal;

        private Check(int serialisedLength) {
            this.serialisedLength = serialisedLength;
            // Each element takes a byte at least, in all arrays together; hash tables are larger than what they hold.
            this.remainingElements = 1024 + 2L * serialisedLength;
        }

        /** Why the object was refused, null if it was not. */
        String refusal() {
            return refusal;
        }

        @Override
        public Status checkInput(FilterInfo info) {
            if (info.depth() > DEPTH_LIMIT) {
                return refuse("object is nested too deeply: limit=" + DEPTH_LIMIT);
            } else if (info.arrayLength() > remainingElements) {
                return refuse("array is longer than the object's bytes can fill: length=" + info.arrayLength()
                        + " serialisedLength=" + serialisedLength);
            }
            remainingElements -= Math.max(0, info.arrayLength());
            Class<?> type = info.serialClass();
            if (type == null) {
                return Status.UNDECIDED;
            }
            while (type.isArray()) {
                type = type.getComponentType();
            }
            return type.isPrimitive() || patterns.matches(type.getName())
                    ? Status.ALLOWED
                    : refuse("class is not on the allow-list for object messages (URI option objectClasses): class="
                            + type.getName());
        }

        private Status refuse(String reason) {
            refusal = reason;
            return Status.REJECTED;
        }
    }
}
