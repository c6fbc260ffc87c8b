using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Writes the tool calls of a whole answer, in the form that the client's request has.</summary>
internal static class OpenAIChatAnswerCallWriter
{
    public static void Write(Utf8JsonWriter json, AnswerChoice choice, AnswerContext context)
    {
        if (OpenAIChatToolReader.IsLegacy(context.Request))
        {
            WriteLegacy(json, choice, context);
            return;
        }

        var any = false;
        foreach (var part in choice.Parts)
        {
            if (part is not ToolCallPart call)
            {
                continue;
            }

            if (!any)
            {
                json.WriteStartArray("tool_calls"u8);
                any = true;
            }

            json.WriteStartObject();
            WriteHead(json, call, context.Request);
            json.WriteEndObject();
        }

        if (any)
        {
            json.WriteEndArray();
        }
    }

    /// <summary>Writes the members of one call.</summary>
    public static void WriteHead(Utf8JsonWriter json, ToolCallPart call, GenAIRequest request)
    {
        var custom = CustomTools.IsCustom(request, call.Name);
        json.WriteString("id"u8, call.Id);
        json.WriteString("type"u8, custom ? "custom"u8 : "function"u8);
        json.WriteStartObject(custom ? "custom"u8 : "function"u8);
        json.WriteString("name"u8, call.Name);
        if (custom)
        {
            json.WriteString("input"u8, CustomTools.Input(call.Arguments));
        }
        else
        {
            json.WriteString("arguments"u8, call.Arguments);
        }

        json.WriteEndObject();
        if (call.Seal is { } seal)
        {
            OpenAIChatSeals.Write(json, seal.For(Dialect.OpenAIChat));
        }
    }

    /// <summary>Reports calls after the first, for which the older form has no place.</summary>
    public static void DropLater(int choice, AnswerContext context) => context.Losses.Drop(
        $"answer:choices[{choice}].tool_calls", "The client's form of tools has place for one call alone.");

    private static void WriteLegacy(Utf8JsonWriter json, AnswerChoice choice, AnswerContext context)
    {
        var any = false;
        foreach (var part in choice.Parts)
        {
            if (part is not ToolCallPart call)
            {
                continue;
            }

            if (any)
            {
                DropLater(choice.Index, context);
                return;
            }

            any = true;
            json.WriteStartObject("function_call"u8);
            json.WriteString("name"u8, call.Name);
            json.WriteString("arguments"u8, call.Arguments);
            json.WriteEndObject();
        }
    }
}
