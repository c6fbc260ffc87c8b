using System.Buffers;
using System.Text;
using System.Text.Json;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>
/// OpenAI's custom tools take plain text instead of JSON. Between dialects a call of one has the arguments
/// <c>{"input": "…"}</c>, which every dialect can carry.
/// </summary>
internal static class CustomTools
{
    /// <summary>The dialect's type of such a tool.</summary>
    public const string Type = "custom";

    /// <summary>The neutral arguments of a call.</summary>
    public static string Arguments(string input)
    {
        var output = new ArrayBufferWriter<byte>(input.Length + 16);
        using (var json = SseText.Json(output))
        {
            json.WriteStartObject();
            json.WriteString("input"u8, input);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The plain text of a call's neutral arguments; the arguments themselves when they are else.</summary>
    public static string Input(string arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(arguments);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("input"u8, out var input)
                && input.ValueKind == JsonValueKind.String ? input.GetString()! : arguments;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return arguments;
        }
    }

    /// <summary>True for the name of a tool that the client defined as a custom one.</summary>
    public static bool IsCustom(GenAIRequest request, string name)
    {
        foreach (var tool in request.Tools)
        {
            if (tool.Name == name)
            {
                return tool.Hosted is { Type: Type };
            }
        }

        return false;
    }
}
