package io.epona.protocol.scram;

/** What a client needs of a password, and a server's salt and iterations, to prove that it knows it. As secret as these. */
public final class ScramKeys {
    private final byte[] clientKey;
    private final byte[] serverKey;

    private ScramKeys(byte[] clientKey, byte[] serverKey) {
        this.clientKey = clientKey;
        this.serverKey = serverKey;
    }

    /** Derives them, which takes a while: milliseconds for thousands of iterations. */
    public static ScramKeys derive(char[] password, byte[] salt, int iterations) {
        byte[] salted = Hashing.salted(password, salt, iterations);
        return new ScramKeys(Hashing.hmac(salted, "Client Key"), Hashing.hmac(salted, "Server Key"));
    }

    byte[] clientKey() {
        return clientKey;
    }

    byte[] serverKey() {
        return serverKey;
    }

    @Override
    public String toString() {
        return "ScramKeys{secret}";
    }
}
