namespace Godwit.TestSupport;

/// <summary>How a test's server is started.</summary>
public sealed record GodwitServerOptions
{
    /// <summary>The configuration file's text, in YAML.</summary>
    public required string Config { get; init; }

    /// <summary>The verb that serves.</summary>
    public string Verb { get; init; } = "serve";

    /// <summary>Further options of the verb.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Environment variables, such as provider credentials.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
