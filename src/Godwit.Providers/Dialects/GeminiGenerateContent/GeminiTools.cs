using System.Buffers;
using System.Text;
using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Reading;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Reads the tools that an answer says it is billed for.</summary>
internal static class GeminiTools
{
    private const int LongestName = 64;

    /// <summary>
    /// Reads <c>[{"tool": "GOOGLE_SEARCH_RETRIEVAL", "successfulToolCallCount": 2}, …]</c>, which some models write;
    /// null where it names none.
    /// </summary>
    public static ServerToolCounts? ReadBilled(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return null;
        }

        ServerToolCounts? found = null;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }

            var (tool, calls) = ReadTool(ref json);
            found = ServerToolCounts.Add(found, tool, calls);
        }

        return found;
    }

    private static (string Tool, long Calls) ReadTool(ref Utf8JsonReader json)
    {
        var (tool, calls) = (ServerToolNames.Other, 0L);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isTool = json.ValueTextEquals("tool"u8);
            var isCount = json.ValueTextEquals("successfulToolCallCount"u8);
            json.Read();
            if (isCount)
            {
                calls = TokenCounts.Read(ref json) ?? calls;
                continue;
            }

            tool = isTool && json.TokenType == JsonTokenType.String ? NameOf(json.ValueSpan) : tool;
            json.Skip();
        }

        return (tool, calls);
    }

    // It is Google's name of the search that other providers call by its own.
    private static string NameOf(ReadOnlySpan<byte> tool)
    {
        Span<byte> name = stackalloc byte[LongestName];
        if (Ascii.ToLower(tool, name, out var length) != OperationStatus.Done)
        {
            return ServerToolNames.Other;
        }

        name = name[..length];
        return name.StartsWith("google_search"u8) ? ServerToolNames.WebSearch : ServerToolNames.Of(name);
    }
}
