using System.Text.Json;
using Godwit.Policy.Contracts;

namespace Godwit.Providers.Dialects.Reading;

/// <summary>
/// Reads what a provider ran, as an object of numbers by tool such as <c>{"web_search_requests": 2}</c>.
/// </summary>
internal static class ToolCountReader
{
    /// <summary>The counts of the object the reader stands on, and moves to its end.</summary>
    /// <param name="json">The reader.</param>
    /// <param name="suffix">What the provider's names have behind the tool's.</param>
    /// <returns>The total, null where there is no number, and the tools that were run.</returns>
    public static (long? Total, ServerToolCounts? Tools) Read(ref Utf8JsonReader json, ReadOnlySpan<byte> suffix)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return default;
        }

        var (told, tools) = (false, (ServerToolCounts?)null);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            json.Read();
            if (TokenCounts.Read(ref json) is not { } calls)
                continue;
            told = true;
            if (calls > 0)
                tools = ServerToolCounts.Add(
                    tools, ServerToolNames.Of(name.EndsWith(suffix) ? name[..^suffix.Length] : name), calls);
        }

        return (told ? tools?.Total ?? 0 : null, tools);
    }

    /// <summary>A usage with the calls that were found beside it, unless it tells them itself.</summary>
    public static TokenUsage With(this TokenUsage usage, ServerToolCounts? found) =>
        usage.ServerToolCalls is not null || found is null ? usage
            : usage with { ServerToolCalls = found.Total, ServerTools = found };
}
