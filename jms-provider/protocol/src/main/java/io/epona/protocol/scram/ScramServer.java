package io.epona.protocol.scram;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The server's side of one attempt: {@link #begin}, then {@link #challenge}, then {@link #check}. */
public final class ScramServer {
    private final String user;
    private final String clientFirstBare;
    private final String nonce;
    private String challenge;
    private ScramVerifier verifier;

    private ScramServer(String user, String clientFirstBare, String nonce) {
        this.user = user;
        this.clientFirstBare = clientFirstBare;
        this.nonce = nonce;
    }

    /** @throws ScramException if that is no first message of a client */
    public static ScramServer begin(String clientFirst) throws ScramException {
        return begin(clientFirst, ScramFields.newNonce());
    }

    static ScramServer begin(String clientFirst, String serverNonce) throws ScramException {
        if (!clientFirst.startsWith(ScramFields.GS2_HEADER)) {
            throw new ScramException("first message must begin with " + ScramFields.GS2_HEADER);
        }
        String bare = clientFirst.substring(ScramFields.GS2_HEADER.length());
        String user = ScramFields.unescaped(ScramFields.value(bare, 0, 'n'));
        return new ScramServer(user, bare, ScramFields.value(bare, 1, 'r') + serverNonce);
    }

    /** Who the client says it is. */
    public String user() {
        return user;
    }

    /** Asks the client to prove that it knows the password; for an unknown user, with a verifier that nothing fits. */
    public String challenge(ScramVerifier known) {
        verifier = known;
        challenge = "r=" + nonce + ",s=" + ScramFields.base64(known.salt()) + ",i=" + known.iterations();
        return challenge;
    }

    /**
     * Checks the proof.
     *
     * @return the last message to the client, which proves that the server knows the user; null if the password is wrong
     * @throws ScramException if that is no proof at all
     */
    public String check(String clientFinal) throws ScramException {
        String binding = ScramFields.value(clientFinal, 0, 'c');
        String expected = ScramFields.base64(ScramFields.GS2_HEADER.getBytes(StandardCharsets.US_ASCII));
        if (challenge == null
                || !binding.equals(expected)
                || !ScramFields.value(clientFinal, 1, 'r').equals(nonce)) {
            throw new ScramException("proof belongs to another attempt");
        }
        byte[] proof = ScramFields.bytes(ScramFields.value(clientFinal, 2, 'p'), 'p');
        if (proof.length != Hashing.LENGTH) {
            throw new ScramException("proof has a wrong length: length=" + proof.length);
        }
        String authMessage = clientFirstBare + "," + challenge + ",c=" + binding + ",r=" + nonce;
        byte[] clientKey = Hashing.xor(proof, Hashing.hmac(verifier.storedKey(), authMessage));
        boolean isRight = MessageDigest.isEqual(Hashing.hash(clientKey), verifier.storedKey());
        return isRight ? "v=" + ScramFields.base64(Hashing.hmac(verifier.serverKey(), authMessage)) : null;
    }
}
