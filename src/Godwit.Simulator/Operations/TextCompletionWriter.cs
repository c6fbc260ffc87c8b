using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Operations;

/// <summary>Writes <c>completions</c> answers and chunks.</summary>
internal static class TextCompletionWriter
{
    public static void Write(Utf8JsonWriter json, TextCompletion completion)
    {
        WriteHead(json, completion);
        json.WriteStartArray("choices");
        for (int index = 0; index < completion.Choices.Count; index++)
        {
            (string text, Finish finish) = completion.Choices[index];
            WriteChoice(json, index, text, NameOf(finish));
        }

        json.WriteEndArray();
        json.WritePropertyName("usage");
        completion.Usage.Write(json, ProviderQuirks.Of(completion.Provider));
        SimulatorEcho.Write(json, completion.Provider, completion.Root, default);
        json.WriteEndObject();
    }

    /// <summary>Writes one chunk of one choice.</summary>
    public static void WriteChunk(
        Utf8JsonWriter json, (TextCompletion Completion, int Index, ReadOnlyMemory<char> Text, Finish? Finish) chunk)
    {
        WriteHead(json, chunk.Completion);
        json.WriteStartArray("choices");
        WriteChoice(json, chunk.Index, chunk.Text.Span, chunk.Finish is { } finish ? NameOf(finish) : null);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes the chunk that has usage and no choices.</summary>
    public static void WriteUsage(Utf8JsonWriter json, TextCompletion completion)
    {
        WriteHead(json, completion);
        json.WriteStartArray("choices");
        json.WriteEndArray();
        json.WritePropertyName("usage");
        completion.Usage.Write(json, ProviderQuirks.Of(completion.Provider));
        json.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter json, TextCompletion completion)
    {
        json.WriteStartObject();
        json.WriteString("id", completion.Id);
        json.WriteString("object", "text_completion");
        json.WriteNumber("created", completion.Created);
        json.WriteString("model", completion.Model);
    }

    private static void WriteChoice(Utf8JsonWriter json, int index, ReadOnlySpan<char> text, string? finish)
    {
        json.WriteStartObject();
        json.WriteString("text", text);
        json.WriteNumber("index", index);
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", finish);
        json.WriteEndObject();
    }

    private static string NameOf(Finish finish) => finish == Finish.Length ? "length" : "stop";
}
