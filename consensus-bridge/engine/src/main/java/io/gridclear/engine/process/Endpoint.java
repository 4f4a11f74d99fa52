package io.gridclear.engine.process;

import java.util.regex.Pattern;

/**
 * A TCP address.
 *
 * @param host name or address; IPv6 in brackets
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]");

    public Endpoint {
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("no host name or address: " + host);
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("no port: " + port);
        }
    }

    /** On this machine, for this machine. */
    public static Endpoint loopback(int port) {
        return new Endpoint("127.0.0.1", port);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
