package io.epona.jms.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EponaObjectMessageTest {
    /** A class that no filter knows. */
    record Order(String id, int count) implements Serializable {}

    private static EponaObjectMessage object(Serializable object) throws JMSException {
        EponaObjectMessage message = Messages.object();
        message.setObject(object);
        return message;
    }

    private static Serializable receivedThrough(ObjectFilter filter, Serializable object) throws JMSException {
        byte[] encoded = Wire.encoded(object(object));
        return ((EponaObjectMessage) new MessageDecoder(filter).decode(encoded, 0, encoded.length, 1)).getObject();
    }

    @Test
    void shouldCarryObjectsOfHarmlessClasses() throws JMSException {
        Serializable[] objects = {
            true,
            (byte) 1,
            (short) 2,
            'c',
            3,
            4L,
            5f,
            6d,
            "seven",
            "",
            "x".repeat(70_000),
            new BigDecimal("1.50"),
            BigInteger.TEN.pow(50),
            new Date(1),
            UUID.randomUUID(),
            Instant.EPOCH,
            LocalDate.of(2024, 2, 29),
            new ArrayList<>(List.of(1, 2)),
            (Serializable) List.of(1, 2, 3),
            (Serializable) Set.of("a"),
            (Serializable) Map.of("a", 1),
            (Serializable) Arrays.asList("a", null),
            new HashSet<>(Set.of(1L)),
            new TreeSet<>(Set.of("a", "b")),
            new HashMap<>(Map.of("a", List.of())),
            new LinkedHashMap<>(Map.of(1, 2)),
            new TreeMap<>(String.CASE_INSENSITIVE_ORDER),
            (Serializable) Collections.emptyList(),
            (Serializable) Collections.unmodifiableMap(new HashMap<>()),
            (Serializable) Collections.unmodifiableList(new ArrayList<>()),
            new HashMap<>(1 << 16),
        };
        for (Serializable object : objects) {
            assertEquals(object, Wire.received(Wire.received(object(object))).getObject());
        }
        assertEquals(
                1,
                ((ArrayDeque<?>) Wire.received(object(new ArrayDeque<>(List.of(1))))
                                .getObject())
                        .size());
    }

    @Test
    void shouldCarryArraysOfHarmlessClasses() throws JMSException {
        Serializable[] arrays = {
            new int[] {1, 2},
            new byte[100_000],
            new long[3][2],
            new String[] {"a", null},
            new Object[] {1, "a"},
            new BigDecimal[] {BigDecimal.ONE},
            new boolean[0],
            new char[] {'c'},
            new List<?>[] {List.of()},
        };
        for (int i = 0; i < arrays.length - 1; i++) {
            Object received = Wire.received(object(arrays[i])).getObject();
            assertTrue(Arrays.deepEquals(new Object[] {arrays[i]}, new Object[] {received}));
        }
        EponaObjectMessage ofInterface = Wire.received(object(arrays[arrays.length - 1]));
        assertThrows(MessageFormatException.class, ofInterface::getObject);
    }

    @Test
    void shouldCarryNull() throws JMSException {
        assertNull(Wire.received(object(null)).getObject());
        assertNull(Messages.object().getObject());
    }

    @Test
    void shouldRefuseOtherClassesByName() throws JMSException {
        String refused = "class=" + Order.class.getName();
        for (Serializable object : new Serializable[] {
            new Order("a", 1),
            new Order[0],
            new ArrayList<>(List.of(new Order("a", 1))),
            new HashMap<>(Map.of("a", new Order("b", 2)))
        }) {
            EponaObjectMessage received = Wire.received(object(object));

            MessageFormatException e = assertThrows(MessageFormatException.class, received::getObject);

            assertTrue(e.getMessage().contains("allow-list") && e.getMessage().endsWith(refused), e.getMessage());
            assertEquals("EPONA-5004", e.getErrorCode());
            assertFalse(received.isBodyAssignableTo(Object.class));
            assertThrows(MessageFormatException.class, () -> received.getBody(Serializable.class));
        }
    }

    @Test
    void shouldPassOnWhatItRefusesToRead() throws JMSException {
        EponaObjectMessage received = Wire.received(Wire.received(object(new Order("a", 1))));
        ObjectFilter filter = ObjectFilter.standard().allowing(List.of(Order.class.getName()));
        byte[] encoded = Wire.encoded(received);

        EponaMessage last = new MessageDecoder(filter).decode(encoded, 0, encoded.length, 1);

        assertEquals(new Order("a", 1), last.getBody(Order.class));
    }

    @Test
    void shouldAllowWhatTheApplicationNames() throws JMSException {
        ObjectFilter filter = ObjectFilter.standard().allowing(List.of(Order.class.getName()));

        assertEquals(List.of(new Order("a", 1)), receivedThrough(filter, new ArrayList<>(List.of(new Order("a", 1)))));
        assertThrows(MessageFormatException.class, () -> receivedThrough(filter, new IllegalStateException()));
    }

    @Test
    void shouldRefuseProxies() {
        InvocationHandler handler = (InvocationHandler & Serializable) (proxy, method, arguments) -> null;
        Serializable proxy = (Serializable) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Serializable.class, Runnable.class}, handler);

        assertThrows(
                MessageFormatException.class, () -> Wire.received(object(proxy)).getObject());
    }

    @Test
    void shouldKeepWhatTheObjectWasWhenItWasSet() throws JMSException {
        ArrayList<String> list = new ArrayList<>(List.of("before"));
        EponaObjectMessage message = object(list);
        list.set(0, "after");

        assertEquals(List.of("before"), message.getObject());
        assertNotSame(message.getObject(), message.getObject());
        assertEquals(new Order("a", 1), object(new Order("a", 1)).getObject());
    }

    @Test
    void shouldRefuseWhatCannotBeSerialised() {
        ArrayList<Object> list = new ArrayList<>(List.of(new Object()));

        assertThrows(MessageFormatException.class, () -> object(list));
    }

    @Test
    void shouldBeReadOnlyAfterReceiptUntilCleared() throws JMSException {
        EponaObjectMessage received = Wire.received(object("x"));

        assertThrows(MessageNotWriteableException.class, () -> received.setObject("y"));
        received.clearBody();
        assertNull(received.getObject());
        received.setObject("y");

        assertEquals("y", Wire.received(received).getObject());
    }

    @Test
    void shouldOfferItsBodyAsItsClass() throws JMSException {
        EponaObjectMessage received = Wire.received(object(5));

        assertEquals(5, received.getBody(Integer.class));
        assertEquals(5, received.getBody(Serializable.class));
        assertTrue(received.isBodyAssignableTo(Number.class));
        assertFalse(received.isBodyAssignableTo(String.class));
        assertThrows(MessageFormatException.class, () -> received.getBody(String.class));
    }

    @Test
    void shouldRefuseAFewBytesThatAskForALotOfMemory() throws JMSException {
        byte[] encoded = Wire.encoded(object(new long[] {0x1122334455667788L}));
        // The array's length is the int before its only element.
        int lengthAt = encoded.length - Long.BYTES - Integer.BYTES;
        assertEquals(1, encoded[lengthAt + 3]);
        encoded[lengthAt] = 0x7F;

        EponaObjectMessage received = (EponaObjectMessage) Wire.decoded(encoded);

        assertThrows(MessageFormatException.class, received::getObject);
    }

    @Test
    void shouldRefuseSetsThatWouldTakeForEverToHash() throws JMSException {
        HashSet<Object> root = new HashSet<>();
        Set<Object> left = root;
        Set<Object> right = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            Set<Object> nextLeft = new HashSet<>(Set.of("a"));
            Set<Object> nextRight = new HashSet<>();
            left.addAll(List.of(nextLeft, nextRight));
            right.addAll(List.of(nextLeft, nextRight));
            left = nextLeft;
            right = nextRight;
        }
        EponaObjectMessage received = Wire.received(object(root));

        assertThrows(MessageFormatException.class, received::getObject);
    }
}
