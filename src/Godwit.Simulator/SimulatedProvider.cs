namespace Godwit.Simulator;

/// <summary>One provider that the simulator pretends to be.</summary>
public sealed record SimulatedProvider
{
    /// <summary>
    /// The provider's catalog name (<c>openai</c>, <c>alibaba-qwen</c>, <c>zhipu-glm</c> ...). A known name brings
    /// that provider's dialects and its deviations from them; any other name speaks every dialect plainly.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>The start of the paths that belong to this provider, such as <c>/openai</c>; empty takes all.</summary>
    public string PathPrefix { get; init; } = "";

    /// <summary>The models it knows; others are refused with 404. Empty accepts any model name.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Time between two chunks of a stream.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.Zero;

    /// <summary>Time from the request to the first byte of a successful answer.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.Zero;

    /// <summary>The key to ask for, in the header of the dialect; null accepts any that is not empty.</summary>
    public string? RequiredKey { get; init; }

    /// <summary>Length of every text answer in tokens (and so in stream chunks); null lets the text decide.</summary>
    public int? AnswerTokens { get; init; }

    /// <summary>The shortest run of leading messages, in tokens, that counts as cached when it comes again.</summary>
    public int CacheFromTokens { get; init; } = 1024;

    /// <summary>
    /// Requests that one key may send in a minute: a bucket that fills evenly. The headers tell what is left, and who
    /// asks for more is refused. Null limits nothing, and the headers tell of plenty.
    /// </summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Tokens that one key may send in a minute, four bytes of a body to one; null limits nothing.</summary>
    public int? TokensPerMinute { get; init; }

    /// <summary>The faults armed at the start.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];
}
