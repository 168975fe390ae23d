package io.epona.jms.link;

import io.epona.protocol.ErrorCode;
import io.epona.protocol.scram.ScramClient;
import io.epona.protocol.scram.ScramException;
import io.netty.channel.EventLoop;

/** One socket's proof that both sides know the user. Event loop only. */
final class Authentication {
    private final Credentials credentials;
    private final EventLoop loop;
    private final Runnable onDone;
    private final ScramClient client;

    /** @param onDone runs on the event loop when the broker has been convinced, and has convinced this side */
    Authentication(Credentials credentials, EventLoop loop, Runnable onDone) {
        this.credentials = credentials;
        this.loop = loop;
        this.onDone = onDone;
        client = new ScramClient(credentials.user());
    }

    Frame begin() {
        return Frames.authenticate(client.first());
    }

    /** Deriving keys is slow on purpose, and must not stop all connections of the process. */
    void onChallenge(FrameReader reader, String challenge) {
        Thread thread = new Thread(() -> answer(reader, challenge), "epona-client-proof");
        thread.setDaemon(true);
        thread.start();
    }

    private void answer(FrameReader reader, String challenge) {
        try {
            Frame proof = Frames.proof(client.proof(challenge, credentials::keys));
            loop.execute(() -> reader.writeNow(proof));
        } catch (ScramException e) {
            loop.execute(() -> reader.end(refusal(e)));
        }
    }

    void onAuthenticated(FrameReader reader, String serverFinal) {
        try {
            client.checkServer(serverFinal);
            onDone.run();
        } catch (ScramException e) {
            reader.end(refusal(e));
        }
    }

    private Failure refusal(ScramException e) {
        return new Failure(
                ErrorCode.AUTHENTICATION_FAILED,
                "broker is not to be trusted: user=" + credentials.user() + " reason=" + e.getMessage());
    }
}
