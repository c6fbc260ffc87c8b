using System.Text.Json;

namespace Godwit.Providers.GenAI;

/// <summary>An error as a provider wrote it, in whatever dialect, in the parts that tell errors apart.</summary>
/// <param name="Code">Its code, whatever its type on the wire.</param>
/// <param name="Type">Its type.</param>
/// <param name="Param">The parameter at fault.</param>
/// <param name="Message">The provider's words, at most <see cref="MostChars"/> of them.</param>
public sealed record ErrorBody(string? Code, string? Type, string? Param, string Message)
{
    /// <summary>More of a message is not kept.</summary>
    public const int MostChars = 2_000;

    /// <summary>An error of which nothing could be read.</summary>
    public static ErrorBody Unreadable { get; } = new(null, null, null, "");

    /// <summary>The type that stands beside <c>error</c>, where the body has one; Anthropic's own errors do.</summary>
    public string? OuterType { get; init; }

    /// <summary>How long the body, not a header, asks to wait: Google's <c>RetryInfo</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Reads a whole body in any dialect's shape; null when it is nothing of the kind.</summary>
    public static ErrorBody? Read(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body);
        try
        {
            return json.Read() && (json.TokenType != JsonTokenType.StartArray || json.Read())
                && json.TokenType == JsonTokenType.StartObject ? ErrorBodyReader.ReadFields(ref json) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or text that is no Unicode: an HTML page of a proxy, usually.
            return null;
        }
    }

    /// <summary>Reads what stands under <c>error</c> or <c>base_resp</c>: an object, or a bare text.</summary>
    public static ErrorBody? ReadValue(ref Utf8JsonReader json) => ErrorBodyReader.ReadValue(ref json);

    /// <summary>
    /// The error with the type that a header gives, as Amazon does in <c>x-amzn-errortype</c>, where the body has none.
    /// </summary>
    public static ErrorBody? WithTypeOf(string? header, ErrorBody? body)
    {
        if (string.IsNullOrEmpty(header))
            return body;
        var type = header.AsSpan(0, header.AsSpan().IndexOf(':') is >= 0 and var colon ? colon : header.Length).Trim();
        body ??= Unreadable;
        return type.Length is 0 or > 200 ? body : body with { Type = body.Type ?? type.ToString() };
    }
}
