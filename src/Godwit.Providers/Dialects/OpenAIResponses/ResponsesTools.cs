using System.Runtime.InteropServices;
using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Reading;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <summary>
/// Counts the tools that the provider ran, which are items of a response's output. Pages that a search opens or looks
/// through are items too, and are not billed: only searches are (developers.openai.com, tools-web-search).
/// </summary>
internal static class ResponsesTools
{
    /// <summary>The tools of the items; null where there are none.</summary>
    public static ServerToolCounts? Of(JsonElement.ArrayEnumerator items)
    {
        ServerToolCounts? found = null;
        foreach (var item in items)
        {
            if (ToolOf(TextOf(item.At("type"u8))) is { } tool && !OpensPage(TextOf(item.At("action"u8)?.At("type"u8))))
            {
                found = ServerToolCounts.Add(found, tool, 1);
            }
        }

        return found;
    }

    /// <summary>The tool of which an item of that type is a call; null for other items.</summary>
    public static string? ToolOf(ReadOnlySpan<byte> type) => type switch
    {
        _ when !type.EndsWith("_call"u8) => null,
        _ when type.SequenceEqual("web_search_call"u8) => ServerToolNames.WebSearch,
        _ when type.SequenceEqual("file_search_call"u8) => ServerToolNames.FileSearch,
        _ when type.SequenceEqual("code_interpreter_call"u8) => ServerToolNames.CodeInterpreter,
        _ when type.SequenceEqual("image_generation_call"u8) => ServerToolNames.ImageGeneration,
        _ => null,
    };

    /// <summary>True for the type of an action that is part of a search, and none of its own.</summary>
    public static bool OpensPage(ReadOnlySpan<byte> action) =>
        action.SequenceEqual("open_page"u8) || action.SequenceEqual("find_in_page"u8);

    private static ReadOnlySpan<byte> TextOf(JsonElement? text) =>
        text is { ValueKind: JsonValueKind.String } value ? JsonMarshal.GetRawUtf8Value(value)[1..^1] : [];
}
