using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Godwit.Policy.Contracts;

/// <summary>Counts of tools as a JSON object of numbers by name.</summary>
public sealed class ServerToolCountsConverter : JsonConverter<ServerToolCounts>
{
    /// <inheritdoc/>
    public override ServerToolCounts? Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An object of numbers is expected.");
        ServerToolCounts? counts = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var tool = ServerToolNames.Of(
                reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
            if (!reader.Read() || reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var calls))
                throw new JsonException("A number of calls is expected.");
            counts = ServerToolCounts.Add(counts, tool, calls);
        }

        return counts;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ServerToolCounts value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var one in value.Counts)
            writer.WriteNumber(one.Tool, one.Calls);
        writer.WriteEndObject();
    }
}
