namespace Godwit.Simulator;

/// <summary>What a simulator pretends to be and where it listens.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Changes every answer; the same seed and the same request give the same answer.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// Where to listen: <c>http://</c> with an IP address or <c>localhost</c>. Port 0 takes a free port.
    /// Anything but loopback has to be asked for here.
    /// </summary>
    public Uri Listen { get; init; } = new("http://127.0.0.1:0");

    /// <summary>The providers that answer, told apart by <see cref="SimulatedProvider.PathPrefix"/>.</summary>
    public IReadOnlyList<SimulatedProvider> Providers { get; init; } = [new SimulatedProvider { Name = "openai" }];

    /// <summary>How many of the last requests are kept for <c>GET /_simulator/requests</c>; 0 keeps none.</summary>
    public int RequestsKept { get; init; } = 100;

    /// <summary>The largest request body that is accepted, in bytes.</summary>
    public long MaxRequestBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>One provider on one loopback port, as <c>godwit simulate</c> starts it.</summary>
    /// <param name="provider">The provider's name, such as <c>openai</c>.</param>
    /// <param name="port">The port on 127.0.0.1; 0 takes a free one.</param>
    /// <param name="faults">Faults to arm at the start.</param>
    /// <param name="seed">See <see cref="Seed"/>.</param>
    /// <param name="pace">Time between two chunks of a stream.</param>
    public static SimulatorOptions For(
        string provider,
        int port = 0,
        IEnumerable<Fault>? faults = null,
        int seed = 0,
        TimeSpan pace = default) => new()
    {
        Seed = seed,
        Listen = new UriBuilder("http", "127.0.0.1", port).Uri,
        Providers = [new SimulatedProvider { Name = provider, Pace = pace, Faults = [.. faults ?? []] }],
    };
}
