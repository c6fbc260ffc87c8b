using System.Globalization;
using System.Text.Json;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Reads the tool calls of a whole answer, in each of their forms.</summary>
internal static class OpenAIChatAnswerCalls
{
    public static void Add(JsonElement message, List<Part> parts, string? answerId, int choice)
    {
        var position = 0;
        foreach (var call in message.ItemsAt("tool_calls"u8))
        {
            var id = call.TextAt("id"u8) is { Length: > 0 } said ? said : Id(answerId, choice, position);
            position++;
            if (call.At("custom"u8) is { } custom && custom.TextAt("name"u8) is { } name)
            {
                parts.Add(new ToolCallPart(id, name, CustomTools.Arguments(custom.TextAt("input"u8) ?? "")));
            }
            else if (call.At("function"u8) is { } function && function.TextAt("name"u8) is { } called)
            {
                parts.Add(new ToolCallPart(id, called, OpenAIChatAnswerReader.Arguments(function) ?? "")
                {
                    Seal = OpenAIChatSeals.Read(call),
                });
            }
        }

        if (message.At("function_call"u8) is { } legacy && legacy.TextAt("name"u8) is { } only)
        {
            parts.Add(new ToolCallPart(
                Id(answerId, choice, position), only, OpenAIChatAnswerReader.Arguments(legacy) ?? ""));
        }
    }

    /// <summary>
    /// An id for a call that has none; made of the answer's id, so that no other answer of the conversation has it.
    /// </summary>
    public static string Id(string? answerId, int choice, int position)
    {
        var letters = string.Concat((answerId ?? "").Where(char.IsAsciiLetterOrDigit).TakeLast(24));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"call_{(letters.Length > 0 ? letters : Guid.NewGuid().ToString("N")[..24])}_{choice}_{position}");
    }
}
