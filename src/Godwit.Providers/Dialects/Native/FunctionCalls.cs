using System.Text.Json;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.Native;

/// <summary>Reads tool calls in the shape that OpenAI gave them.</summary>
internal static class FunctionCalls
{
    /// <summary>The calls of a whole message; true when there is one.</summary>
    public static bool Read(JsonElement message, List<Part> parts)
    {
        var any = false;
        foreach (var call in message.ItemsAt("tool_calls"u8))
        {
            any = true;
            var function = call.At("function"u8) ?? default;
            parts.Add(new ToolCallPart(
                call.TextAt("id"u8) ?? "", function.TextAt("name"u8) ?? "", function.TextAt("arguments"u8) ?? ""));
        }

        return any;
    }

    /// <summary>The pieces of calls in a frame.</summary>
    public static void Feed(JsonElement delta, int choice, PartFlow flow, List<AnswerEvent> events)
    {
        var number = 0;
        foreach (var call in delta.ItemsAt("tool_calls"u8))
        {
            var function = call.At("function"u8) ?? default;
            flow.Call(
                choice, (int)(call.CountAt("index"u8) ?? number), call.TextAt("id"u8), function.TextAt("name"u8),
                function.TextAt("arguments"u8), events);
            number++;
        }
    }
}
