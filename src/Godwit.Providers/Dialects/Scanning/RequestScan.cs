using Godwit.Policy.Catalog;
using Godwit.Providers.GenAI;

namespace Godwit.Providers.Dialects.Scanning;

/// <summary>What <c>stream_options</c> is in a request.</summary>
public enum StreamOptionsForm
{
    Absent,
    Null,

    /// <summary>An object without members.</summary>
    EmptyObject,
    WithMembers,

    /// <summary>Something that is not allowed there; the provider says so.</summary>
    Other,
}

/// <summary>
/// What one pass over a request body finds: all that is decided on, and where the members lie that are patched.
/// Nothing is allocated for a body that is right.
/// </summary>
public readonly record struct RequestScan
{
    /// <summary>Longest model name, in UTF-16 characters.</summary>
    public const int MaxModelChars = 256;

    /// <summary>Deepest nesting that is read.</summary>
    public const int MaxDepth = 128;

    /// <summary>The model's JSON string, quotes included.</summary>
    public ByteRange Model { get; init; }

    /// <summary>Characters of the unescaped model name in the buffer the caller gave.</summary>
    public int ModelChars { get; init; }

    /// <summary>The answer is asked for as a stream.</summary>
    public bool Stream { get; init; }

    /// <summary>The form of <c>stream_options</c>.</summary>
    public StreamOptionsForm StreamOptionsForm { get; init; }

    /// <summary>The value of <c>stream_options</c>.</summary>
    public ByteRange StreamOptions { get; init; }

    /// <summary>The value of <c>include_usage</c> inside it; empty when absent.</summary>
    public ByteRange IncludeUsage { get; init; }

    /// <summary>The client asks for usage in the stream itself.</summary>
    public bool AsksForUsage { get; init; }

    /// <summary>Number of choices asked for; null when not given as a number.</summary>
    public int? N { get; init; }

    /// <summary><c>max_tokens</c>; null when not given as a number.</summary>
    public long? MaxTokens { get; init; }

    /// <summary>
    /// <c>max_completion_tokens</c>, or what the dialect calls it besides <c>max_tokens</c>; null when not given as a
    /// number.
    /// </summary>
    public long? MaxCompletionTokens { get; init; }

    /// <summary>What the client calls its end user, between the quotes; empty when it names none.</summary>
    public ByteRange EndUser { get; init; }

    /// <summary>Abilities the request asks for.</summary>
    public RequestFeatures Features { get; init; }

    /// <summary>Where a member can be inserted: right after the opening brace.</summary>
    public int AfterBrace { get; init; }

    /// <summary>Reads a body.</summary>
    /// <param name="body">The whole body, decompressed.</param>
    /// <param name="operation">What the client asked for.</param>
    /// <param name="dialect">The client's dialect.</param>
    /// <param name="modelInPath">The path names the model, and the body need not.</param>
    /// <param name="model">Receives the model name; at least <see cref="MaxModelChars"/> long.</param>
    /// <param name="scan">What was found.</param>
    /// <param name="error">What is wrong, when the answer is false.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> body,
        Operation operation,
        Dialect dialect,
        bool modelInPath,
        Span<char> model,
        out RequestScan scan,
        out RequestError error)
    {
        var reader = new RequestScanner(body, operation, dialect, modelInPath, model);
        error = reader.Read();
        scan = error.Fault == RequestFault.None ? reader.Result : default;
        return error.Fault == RequestFault.None;
    }
}
