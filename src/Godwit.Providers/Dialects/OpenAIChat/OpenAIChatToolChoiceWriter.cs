using System.Text.Json;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Writes which tools the model must, may or must not call.</summary>
internal static class OpenAIChatToolChoiceWriter
{
    public static void Write(Utf8JsonWriter json, GenAIRequest request, OpenAIChatTraits traits)
    {
        if (request.ToolChoice is not { } choice)
        {
            return;
        }

        json.WritePropertyName("tool_choice"u8);
        if (choice.Allowed is { } allowed && traits.OpenAI)
        {
            WriteAllowed(json, choice, allowed, request);
        }
        else if (choice is { Mode: ToolChoiceMode.Named, Name: { } name })
        {
            WriteNamed(json, name, request);
        }
        else
        {
            json.WriteStringValue(Word(choice.Mode));
        }
    }

    private static void WriteAllowed(
        Utf8JsonWriter json, ToolChoice choice, IReadOnlyList<string> allowed, GenAIRequest request)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "allowed_tools"u8);
        json.WriteStartObject("allowed_tools"u8);
        json.WriteString("mode"u8, choice.Mode == ToolChoiceMode.Required ? "required"u8 : "auto"u8);
        json.WriteStartArray("tools"u8);
        foreach (var name in allowed)
        {
            WriteNamed(json, name, request);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteNamed(Utf8JsonWriter json, string name, GenAIRequest request)
    {
        var type = CustomTools.IsCustom(request, name) ? "custom"u8 : "function"u8;
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteStartObject(type);
        json.WriteString("name"u8, name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> Word(ToolChoiceMode mode) => mode switch
    {
        ToolChoiceMode.None => "none"u8,
        ToolChoiceMode.Required or ToolChoiceMode.Named => "required"u8,
        _ => "auto"u8,
    };
}
