package io.epona.broker.selector;

import io.epona.broker.selector.Token.Kind;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a selector into words. */
final class Lexer {
    private static final Set<String> KEYWORDS =
            Set.of("NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE");
    /** Java's integer and floating-point literals; underscores are looked at afterwards. */
    private static final Pattern NUMBER = Pattern.compile("0[xX][0-9a-fA-F][0-9a-fA-F_]*[lL]?"
            + "|0[bB][01][01_]*[lL]?"
            + "|(?:[0-9][0-9_]*\\.?|\\.[0-9])[0-9_]*(?:[eE][+-]?[0-9][0-9_]*)?[lLfFdD]?");

    private static final Pattern MISPLACED_UNDERSCORE = Pattern.compile("_(?![0-9a-fA-F_])");

    private final String selector;
    private final Matcher number;
    private int at;

    Lexer(String selector) {
        this.selector = selector;
        this.number = NUMBER.matcher(selector);
    }

    /** The next word; after the last one, again and again, the end. */
    Token next() throws SelectorSyntaxException {
        skipSpace();
        if (at == selector.length()) {
            return new Token(Kind.END, "", at + 1);
        }
        int character = selector.codePointAt(at);
        if (character == '\'') {
            return text();
        } else if (isDigit(at) || character == '.' && isDigit(at + 1)) {
            return number();
        } else if (Character.isJavaIdentifierStart(character)) {
            return word();
        }
        return symbol();
    }

    private void skipSpace() {
        while (at < selector.length() && " \t\f\n\r".indexOf(selector.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean isDigit(int index) {
        return index < selector.length() && selector.charAt(index) >= '0' && selector.charAt(index) <= '9';
    }

    private Token text() throws SelectorSyntaxException {
        int start = at++;
        StringBuilder text = new StringBuilder();
        while (true) {
            int quote = selector.indexOf('\'', at);
            if (quote < 0) {
                throw new SelectorSyntaxException(start + 1, "text is not closed by a quote");
            }
            text.append(selector, at, quote);
            at = quote + 1;
            if (at == selector.length() || selector.charAt(at) != '\'') {
                return new Token(Kind.TEXT, text.toString(), start + 1);
            }
            text.append('\'');
            at++;
        }
    }

    private Token number() throws SelectorSyntaxException {
        int start = at;
        number.region(start, selector.length());
        boolean isNumber = number.lookingAt();
        at = isNumber ? number.end() : start + 1;
        boolean isEnded = at == selector.length() || !Character.isJavaIdentifierPart(selector.codePointAt(at));
        if (!isNumber
                || !isEnded
                || MISPLACED_UNDERSCORE.matcher(number.group()).find()) {
            throw new SelectorSyntaxException(start + 1, "number is not written as in Java");
        }
        return new Token(Kind.NUMBER, number.group(), start + 1);
    }

    private Token word() {
        int start = at;
        while (at < selector.length() && Character.isJavaIdentifierPart(selector.codePointAt(at))) {
            at += Character.charCount(selector.codePointAt(at));
        }
        String word = selector.substring(start, at);
        String upperCase = word.toUpperCase(Locale.ROOT);
        return KEYWORDS.contains(upperCase)
                ? new Token(Kind.KEYWORD, upperCase, start + 1)
                : new Token(Kind.IDENTIFIER, word, start + 1);
    }

    private Token symbol() throws SelectorSyntaxException {
        int start = at;
        String pair = selector.substring(start, Math.min(start + 2, selector.length()));
        String symbol = pair.equals("<>") || pair.equals("<=") || pair.equals(">=") ? pair : pair.substring(0, 1);
        if (symbol.length() == 1 && "=<>+-*/(),".indexOf(symbol.charAt(0)) < 0) {
            String character = String.format("U+%04X", selector.codePointAt(start));
            throw new SelectorSyntaxException(start + 1, "character has no meaning: character=" + character);
        }
        at += symbol.length();
        return new Token(Kind.SYMBOL, symbol, start + 1);
    }
}
