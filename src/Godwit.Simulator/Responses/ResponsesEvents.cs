using System.Text.Json;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Responses;

/// <summary>Writes the events of one response and numbers them.</summary>
/// <param name="events">Where they go.</param>
/// <param name="reply">The response.</param>
/// <param name="after">The number of the last event the client has already.</param>
internal sealed class ResponsesEvents(EventStream events, ResponseReply reply, int after)
{
    private const string Padding = "0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT";

    private int _next;

    /// <summary>Where in the output an event happens.</summary>
    /// <param name="ItemId">The item.</param>
    /// <param name="OutputIndex">Its number.</param>
    /// <param name="PartIndex">The name by which its part is numbered; null when it has no parts.</param>
    public readonly record struct Place(string ItemId, int OutputIndex, string? PartIndex);

    public ValueTask SendResponseAsync(
        string type, ResponseReply now, string status, IReadOnlyList<OutputItem> output, ProviderError? error = null) =>
        SendAsync(type, json =>
        {
            json.WritePropertyName("response");
            ResponsesWriter.Write(json, now, status, output, error);
        });

    public ValueTask SendItemAsync(string type, int index, OutputItem item, bool begun) => SendAsync(type, json =>
    {
        json.WriteNumber("output_index", index);
        json.WritePropertyName("item");
        ResponsesItemWriter.Write(json, item, begun);
    });

    public ValueTask SendPartAsync(string type, Place place, string partType, string text) => SendAsync(type, json =>
    {
        WritePlace(json, place);
        json.WritePropertyName("part");
        if (partType == "output_text")
        {
            ResponsesItemWriter.WriteTextPart(json, text);
            return;
        }

        json.WriteStartObject();
        json.WriteString("type", partType);
        json.WriteString("text", text);
        json.WriteEndObject();
    });

    public ValueTask SendDeltaAsync(string type, Place place, ReadOnlyMemory<char> delta) => SendAsync(type, json =>
    {
        WritePlace(json, place);
        json.WriteString("delta", delta.Span);
        if (type.StartsWith("response.output_text", StringComparison.Ordinal))
        {
            json.WriteStartArray("logprobs");
            json.WriteEndArray();
        }

        if (reply.Obfuscation)
        {
            json.WriteString("obfuscation", Padding.AsSpan(0, 4 + (delta.Length * 5 % 24)));
        }
    });

    public ValueTask SendDoneAsync(string type, Place place, string member, string whole) => SendAsync(type, json =>
    {
        WritePlace(json, place);
        if (member == "arguments")
        {
            json.WriteString("name", reply.Items[place.OutputIndex].Call!.Name);
        }

        json.WriteString(member, whole);
        if (type.StartsWith("response.output_text", StringComparison.Ordinal))
        {
            json.WriteStartArray("logprobs");
            json.WriteEndArray();
        }
    });

    private static void WritePlace(Utf8JsonWriter json, Place place)
    {
        json.WriteString("item_id", place.ItemId);
        json.WriteNumber("output_index", place.OutputIndex);
        if (place.PartIndex is { } name)
        {
            json.WriteNumber(name, 0);
        }
    }

    private ValueTask SendAsync(string type, Action<Utf8JsonWriter> rest)
    {
        int number = _next++;
        return number <= after ? ValueTask.CompletedTask : events.SendAsync(type, (type, number, rest), Write);
    }

    private static void Write(Utf8JsonWriter json, (string Type, int Number, Action<Utf8JsonWriter> More) one)
    {
        json.WriteStartObject();
        json.WriteString("type", one.Type);
        json.WriteNumber("sequence_number", one.Number);
        one.More(json);
        json.WriteEndObject();
    }
}
