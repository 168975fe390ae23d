package io.epona.perf.provider;

import io.epona.perf.provider.ArtemisPreset.Variant;
import java.util.List;
import java.util.stream.Collectors;

/** The providers that the harness knows. */
public final class Presets {
    private static final List<Preset> ALL = List.of(
            new EponaPreset(),
            new ArtemisPreset(Variant.CREATED),
            new ArtemisPreset(Variant.BEST),
            new ArtemisPreset(Variant.AIO),
            new ArtemisPreset(Variant.AIO_BEST),
            new ClassicPreset(),
            new OpenMqPreset(),
            new RabbitPreset());

    private Presets() {}

    /** All of them. */
    public static List<Preset> all() {
        return ALL;
    }

    /** @throws ProviderException if there is none of this name */
    public static Preset named(String name) throws ProviderException {
        return ALL.stream()
                .filter(preset -> preset.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ProviderException("unknown provider: name=" + name + " known="
                        + ALL.stream().map(Preset::name).collect(Collectors.joining(","))));
    }
}
