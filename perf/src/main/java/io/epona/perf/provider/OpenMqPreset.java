package io.epona.perf.provider;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Eclipse Open MQ with its file store, told to sync, which it does not by default. */
final class OpenMqPreset implements Preset {
    /** The last one that runs on JDK 17. */
    static final String VERSION = "6.5.1";

    private static final Artifacts ARTIFACTS =
            new Artifacts("openmq-" + VERSION, List.of("org.glassfish.mq:mq-distribution:" + VERSION + ":zip"));

    /** By default 192 MiB, which a backlog does not fit. */
    private static final List<String> JVM = List.of("-Xms192m", "-Xmx1g", "-Xss256k", "-XX:MaxGCPauseMillis=5000");

    private static final List<String> SETTINGS = List.of(
            "imq.persist.file.sync.enabled=true",
            "imq.autocreate.destination.maxNumMsgs=-1",
            "imq.autocreate.destination.maxTotalMsgBytes=-1",
            "imq.autocreate.destination.maxNumProducers=-1");

    @Override
    public String name() {
        return "openmq";
    }

    @Override
    public String description() {
        return "Eclipse Open MQ " + VERSION + ": file store with sync.enabled, destinations without limits";
    }

    private static Path home() throws ProviderException {
        return ARTIFACTS.unpacked().resolve("mq");
    }

    @Override
    public List<Path> jars() throws ProviderException {
        Path lib = home().resolve("lib");
        List<Path> jars = new ArrayList<>();
        for (String jar : List.of("imq.jar", "imqbroker.jar", "imqutil.jar", "jms.jar")) {
            jars.add(lib.resolve(jar));
        }
        return jars;
    }

    @Override
    public String url(int port) {
        return "mq://127.0.0.1:" + port + "/jms";
    }

    @Override
    public FactorySpec factory(String url) throws ProviderException {
        return new FactorySpec(
                jars(), "com.sun.messaging.ConnectionFactory", null, Map.of("imqAddressList", url), null);
    }

    @Override
    public String xaFactoryClass() {
        return "com.sun.messaging.XAConnectionFactory";
    }

    @Override
    public Launch launch(Path directory, int port) throws ProviderException, IOException {
        Path home = home();
        Path var = directory.resolve("var");
        Files.createDirectories(var.resolve("instances"));
        List<String> options = new ArrayList<>(JVM);
        options.add("-Dimq.home=" + home);
        options.add("-Dimq.libhome=" + home.resolve("lib"));
        options.add("-Dimq.etchome=" + home.resolve("etc"));
        options.add("-Dimq.varhome=" + var);
        List<String> arguments = new ArrayList<>(List.of("main", "com.sun.messaging.jmq.jmsserver.Broker"));
        arguments.addAll(List.of("-name", "perf", "-port", Integer.toString(port), "-silent"));
        SETTINGS.forEach(setting -> arguments.add("-D" + setting));
        return new Launch(
                Launch.peer(options, jars(), arguments.toArray(String[]::new)),
                Map.of("settings", SETTINGS, "jvm", JVM));
    }
}
