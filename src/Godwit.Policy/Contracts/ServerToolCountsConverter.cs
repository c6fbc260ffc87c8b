using System.Text.Json;
using System.Text.Json.Serialization;

namespace Godwit.Policy.Contracts;

/// <summary>Counts of tools as a JSON object of numbers by name.</summary>
public sealed class ServerToolCountsConverter : JsonConverter<ServerToolCounts>
{
    /// <inheritdoc/>
    public override ServerToolCounts? Read(ref Utf8JsonReader json, Type type, JsonSerializerOptions options)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An object of numbers is expected.");
        ServerToolCounts? counts = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var tool = ServerToolNames.Of(json.HasValueSequence ? [] : json.ValueSpan);
            if (!json.Read() || json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out var calls))
                throw new JsonException("A number of calls is expected.");
            counts = ServerToolCounts.Add(counts, tool, calls);
        }

        return counts;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, ServerToolCounts value, JsonSerializerOptions options)
    {
        json.WriteStartObject();
        foreach (var one in value.Counts)
            json.WriteNumber(one.Tool, one.Calls);
        json.WriteEndObject();
    }
}
