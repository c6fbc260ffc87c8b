using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>
/// The form the answer must have: a schema in <c>output_config.format</c>, or words among the instructions where the
/// dialect or the model has no such thing.
/// </summary>
internal sealed record AnthropicFormat
{
    private const string AnyObject =
        "Answer with one JSON object and nothing else: no words around it, no code fence.";

    public JsonElement? Schema { get; private init; }

    /// <summary>Objects of the schema that are open to other members are closed, as the dialect demands.</summary>
    public bool Close { get; private init; }

    /// <summary>What is added to the instructions; null for nothing.</summary>
    public string? Instruction { get; private init; }

    public static AnthropicFormat Of(AnthropicWriting writing)
    {
        var request = writing.Request;
        if (request.ResponseFormat is not { Kind: not ResponseFormatKind.Text } format)
        {
            return new AnthropicFormat();
        }

        var path = request.PathOf(RequestField.ResponseFormat);
        if (format.Schema is not { } schema)
        {
            writing.Losses.Add(
                LossKind.Emulated, path, "Anthropic has no mode for any JSON object; it was asked in words.");
            return new AnthropicFormat { Instruction = AnyObject };
        }

        if (writing.Context.Facts is { Verified: true, Abilities: { Count: > 0 } known }
            && !known.Contains(Ability.JsonSchema) && !writing.Same)
        {
            writing.Losses.Add(LossKind.Emulated, path, "The model keeps to no schema; it was asked in words.");
            var words = new StringBuilder(AnyObject).Append(" It must fit this JSON Schema: ")
                .Append(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(schema)));
            return new AnthropicFormat { Instruction = words.ToString() };
        }

        var close = !writing.Same && AnthropicSchema.IsOpen(schema);
        if (close)
        {
            writing.Losses.Add(
                LossKind.Approximated, path,
                "Anthropic takes closed objects only: additionalProperties was set to false.");
        }

        if (format.Description is not null)
        {
            writing.Losses.Drop(path, "Anthropic has no description beside a schema.");
        }

        return new AnthropicFormat { Schema = schema, Close = close };
    }

    public void Write(Utf8JsonWriter json)
    {
        if (Schema is not { } schema)
        {
            return;
        }

        json.WriteStartObject("format"u8);
        json.WriteString("type"u8, "json_schema"u8);
        json.WritePropertyName("schema"u8);
        if (Close)
        {
            AnthropicSchema.WriteClosed(json, schema);
        }
        else
        {
            json.WriteRaw(schema);
        }

        json.WriteEndObject();
    }
}
