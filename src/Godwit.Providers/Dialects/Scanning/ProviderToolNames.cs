using System.Text.Json;
using Godwit.Policy.Contracts;

namespace Godwit.Providers.Dialects.Scanning;

/// <summary>
/// Tells tools that a provider runs itself from those that it only asks the client to run, in any dialect.
/// </summary>
internal static class ProviderToolNames
{
    /// <summary>
    /// Members at the top of a body that have a provider run something: OpenAI Chat, Alibaba (two), xAI, SenseNova,
    /// Baidu, Tencent, Baichuan, Anthropic.
    /// </summary>
    public static bool IsSetting(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("web_search_options"u8) || name.SequenceEqual("enable_search"u8)
        || name.SequenceEqual("enable_code_interpreter"u8) || name.SequenceEqual("search_parameters"u8)
        || name.SequenceEqual("plugins"u8) || name.SequenceEqual("web_search"u8)
        || name.SequenceEqual("enable_enhancement"u8) || name.SequenceEqual("with_search_enhance"u8)
        || name.SequenceEqual("mcp_servers"u8);

    /// <summary>Reads a tool, on whose beginning the reader stands, to its end.</summary>
    /// <remarks>
    /// A type that is not known is a provider's. A tool without a type is a function when it has a name; else each
    /// member is a tool of Gemini, but for the list of functions.
    /// </remarks>
    public static ProviderTool ReadTool(ref Utf8JsonReader json)
    {
        var (typed, named, run, odd, counts) = (false, false, false, false, false);
        var (uses, tool) = ((long?)null, (string?)null);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (isType, isName) = (json.ValueTextEquals("type"u8), json.ValueTextEquals("name"u8));
            var isUses = json.ValueTextEquals("max_uses"u8);
            var isKnown = IsOfFunctions(ref json);
            json.Read();
            if (isType && json.TokenType == JsonTokenType.String)
            {
                (typed, counts) = (true, CountsUses(json.ValueSpan));
                if (!IsClients(json.ValueSpan))
                    (run, tool) = (true, Known(tool, json.ValueSpan));
            }
            else if (isUses && json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var most) && most >= 0)
                uses = most;
            named |= isName;
            odd |= !isKnown && json.TokenType == JsonTokenType.StartObject;
            json.Skip();
        }

        return new(run || (!typed && !named && odd), uses, counts, tool ?? ServerToolNames.Other);
    }

    /// <summary>
    /// The name that usage has for a tool of a type: without the day and the <c>preview</c> of its version, as in
    /// <c>web_search_20250305</c> and <c>web_search_preview_2025_03_11</c>.
    /// </summary>
    public static string ToolOf(ReadOnlySpan<byte> type)
    {
        while (type.TrimEnd("0123456789"u8) is var rest && rest.Length < type.Length && rest.EndsWith("_"u8))
            type = rest[..^1];
        return ServerToolNames.Of(type.EndsWith("_preview"u8) ? type[..^"_preview"u8.Length] : type);
    }

    // Of two types that one tool has, nobody knows which counts.
    private static string Known(string? before, ReadOnlySpan<byte> type) =>
        ToolOf(type) is var now && (before is null || before == now) ? now : ServerToolNames.Other;

    private static bool IsOfFunctions(ref Utf8JsonReader json) =>
        json.ValueTextEquals("function"u8) || json.ValueTextEquals("functionDeclarations"u8)
        || json.ValueTextEquals("function_declarations"u8) || json.ValueTextEquals("parameters"u8)
        || json.ValueTextEquals("input_schema"u8) || json.ValueTextEquals("computerUse"u8)
        || json.ValueTextEquals("computer_use"u8);

    // Anthropic's that have max_uses.
    private static bool CountsUses(ReadOnlySpan<byte> type) =>
        type.StartsWith("web_search"u8) || type.StartsWith("web_fetch"u8) || type.StartsWith("advisor"u8);

    // Written with an escape, a type is none of these.
    private static bool IsClients(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("function"u8) || type.SequenceEqual("custom"u8) || type.SequenceEqual("namespace"u8)
        || type.SequenceEqual("local_shell"u8) || type.SequenceEqual("apply_patch"u8) || type.StartsWith("computer"u8)
        || type.StartsWith("bash_"u8) || type.StartsWith("text_editor_"u8) || type.StartsWith("memory_"u8);
}

/// <summary>A tool of a request.</summary>
/// <param name="IsProviders">The provider runs it.</param>
/// <param name="MostUses">How often it may at most; null where the request does not say.</param>
/// <param name="CountsUses">It is one of which that can be said, by <c>max_uses</c>.</param>
/// <param name="Name">What usage calls it, if the provider runs it.</param>
internal readonly record struct ProviderTool(bool IsProviders, long? MostUses, bool CountsUses, string Name);
