namespace Godwit.Gateway.Counters;

/// <summary>Where the counters of limits are kept.</summary>
public sealed class CounterOptions
{
    /// <summary>
    /// A Redis, or a server that speaks as it does, which nodes share: <c>redis://host:port</c>, several with commas
    /// between them, <c>rediss://</c> for TLS, or a connection string of StackExchange.Redis. Null: this node is alone,
    /// and its memory will do.
    /// </summary>
    public string? Redis { get; set; }

    /// <summary>Password of the server, where the connection has none.</summary>
    public string? Password { get; set; }

    /// <summary>PEM file with an authority that is trusted for it, besides the machine's; null for none.</summary>
    public string? AuthorityFile { get; set; }

    /// <summary>What keys begin with: installations that share a server differ in it.</summary>
    public string Prefix { get; set; } = "godwit";

    /// <summary>File that names this node, and goes on naming it after a restart. Made if it is missing.</summary>
    public string NodeFile { get; set; } = "node";

    /// <summary>How long an answer is waited for: by a request too, once, when the server falls silent.</summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromMilliseconds(700);

    /// <summary>How long what was refused is not asked for again.</summary>
    public TimeSpan RefusedFor { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How often this node says that it is there.</summary>
    public TimeSpan BeatEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a server that is away is tried.</summary>
    public TimeSpan TryEvery { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long after its last word a node is taken to be there.</summary>
    public TimeSpan AliveFor { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long nodes have to say again what they hold, to a server that forgot it.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What is wrong with these; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate() =>
        Redis is not null && CounterServer.TryRead(this, out var error) is null ? [error] : [];
}
