package io.epona.protocol;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where to connect and how: {@code epona://host1:7667,host2:7667?option=value&…} or {@code vm://name?…}.
 *
 * @param hosts the brokers to try in turn; empty for a broker in this JVM
 * @param vmName the name of the broker in this JVM, null for TCP
 * @param texts the values of the options that are text, without those that are not given
 * @param options the value of every other option
 */
public record EponaUri(List<Host> hosts, String vmName, Map<UriText, String> texts, Map<UriOption, Integer> options) {
    /** The URI of a broker with default settings on this machine. */
    public static final String DEFAULT = "epona://127.0.0.1:" + Protocol.DEFAULT_PORT;

    private static final String TCP_SCHEME = "epona://";
    private static final String VM_SCHEME = "vm://";

    /** A broker's address; the name is resolved at each attempt to connect. */
    public record Host(String name, int port) {}

    /**
     * Parses a URI.
     *
     * @throws IllegalArgumentException naming the part that is wrong and what would be right
     */
    public static EponaUri parse(String uri) {
        int query = uri.indexOf('?');
        String address = query < 0 ? uri : uri.substring(0, query);
        Map<UriOption, Integer> options = new EnumMap<>(UriOption.class);
        for (UriOption option : UriOption.values()) {
            options.put(option, option.defaultValue());
        }
        Map<UriText, String> texts = new EnumMap<>(UriText.class);
        if (query >= 0) {
            parseOptions(uri.substring(query + 1), texts, options);
        }
        if (address.startsWith(VM_SCHEME) && address.length() > VM_SCHEME.length()) {
            return new EponaUri(List.of(), address.substring(VM_SCHEME.length()), texts, options);
        }
        if (!address.startsWith(TCP_SCHEME)) {
            throw new IllegalArgumentException(
                    "connection URI must start with epona:// or vm:// and name a broker: uri=" + address);
        }
        return new EponaUri(parseHosts(address), null, texts, options);
    }

    /** The value of an option. */
    public int option(UriOption option) {
        return options.get(option);
    }

    /** The value of an option that is text, null if it is not given. */
    public String text(UriText option) {
        return texts.get(option);
    }

    /** The JMS client id that connections get, null for none. */
    public String clientId() {
        return text(UriText.CLIENT_ID);
    }

    private static List<Host> parseHosts(String address) {
        List<Host> hosts = new ArrayList<>();
        for (String host : address.substring(TCP_SCHEME.length()).split(",", -1)) {
            hosts.add(parseHost(host, address));
        }
        return List.copyOf(hosts);
    }

    private static Host parseHost(String text, String address) {
        // An IPv6 address stands in brackets, so that its colons are not taken for the port's.
        int colon = text.endsWith("]") ? -1 : text.lastIndexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String bare = name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
        if (bare.isBlank() || name.equals(bare) && bare.indexOf(':') >= 0 || bare.indexOf('/') >= 0) {
            throw new IllegalArgumentException("host not understood: host=" + text + " uri=" + address);
        }
        return new Host(bare, colon < 0 ? Protocol.DEFAULT_PORT : parsePort(text.substring(colon + 1), address));
    }

    private static int parsePort(String text, String address) {
        if (text.matches("\\d{1,5}")) {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        }
        throw new IllegalArgumentException("port not allowed: port=" + text + " allowed=1..65535 uri=" + address);
    }

    private static void parseOptions(String query, Map<UriText, String> texts, Map<UriOption, Integer> options) {
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("option must have the form name=value: option=" + pair);
            }
            String key = pair.substring(0, equals);
            String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
            Optional<UriText> text = UriText.named(key);
            if (text.isPresent()) {
                texts.put(text.get(), value);
            } else {
                UriOption option = UriOption.named(key).orElseThrow(() -> unknown(key));
                options.put(option, option.parse(value));
            }
        }
    }

    private static IllegalArgumentException unknown(String key) {
        String nearest = UriOption.nearest(key);
        return new IllegalArgumentException("unknown option: option=" + key + " nearest=" + nearest);
    }
}
