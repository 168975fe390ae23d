package io.epona.jms.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.io.Serializable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class EponaTextMessageTest {
    private static EponaTextMessage text(String text) throws JMSException {
        EponaTextMessage message = Messages.text();
        message.setText(text);
        return message;
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "a", "grüße", "\u0000\uD83D\uDE00\uFFFF", "line\r\n"})
    void shouldCarryText(String text) throws JMSException {
        EponaTextMessage received = Wire.received(text(text));

        assertEquals(text, Wire.received(received).getText());
        assertEquals(text, received.getText());
        assertEquals(text, Wire.received(received).getText());
    }

    @Test
    void shouldCarryMegabytes() throws JMSException {
        String text = "abcä\uD83D\uDE00".repeat(500_000);

        assertEquals(text, Wire.received(text(text)).getText());
    }

    @Test
    void shouldNotChangeWhatWasSentWhenItIsChanged() throws JMSException {
        EponaTextMessage sent = text("before");
        sent.setStringProperty("a", "before");
        byte[] encoded = Wire.encoded(sent);

        sent.setText("after!");
        sent.setStringProperty("a", "after!");

        assertEquals("before", ((EponaTextMessage) Wire.decoded(encoded)).getText());
        assertEquals("before", Wire.decoded(encoded).getStringProperty("a"));
    }

    @Test
    void shouldBeReadOnlyAfterReceiptUntilCleared() throws JMSException {
        EponaTextMessage received = Wire.received(text("x"));

        assertThrows(MessageNotWriteableException.class, () -> received.setText("y"));
        assertEquals("x", received.getText());
        received.clearBody();
        assertNull(received.getText());
        received.setText("y");

        assertEquals("y", Wire.received(received).getText());
    }

    @Test
    void shouldOfferItsBodyAsText() throws JMSException {
        EponaTextMessage received = Wire.received(text("x"));

        assertEquals("x", received.getBody(String.class));
        assertEquals("x", received.getBody(CharSequence.class));
        assertEquals("x", received.getBody(Object.class));
        assertTrue(received.isBodyAssignableTo(Serializable.class));
        assertFalse(received.isBodyAssignableTo(Integer.class));
        assertThrows(MessageFormatException.class, () -> received.getBody(Integer.class));
    }

    @Test
    void shouldOfferNoBodyAsAnyType() throws JMSException {
        for (EponaMessage message : new EponaMessage[] {
            Messages.text(), Messages.empty(), Messages.bytes(), Messages.map(), Messages.object()
        }) {
            assertNull(Wire.received(message).getBody(Integer.class));
            assertTrue(Wire.received(message).isBodyAssignableTo(Integer.class));
        }
    }
}
