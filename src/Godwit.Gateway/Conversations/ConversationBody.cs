using System.Buffers;
using System.Text;
using System.Text.Json;
using Godwit.Providers.Dialects.OpenAIPlatform;
using Godwit.Providers.Dialects.OpenAIResponses;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Gateway.Conversations;

/// <summary>Reads the bodies of requests about conversations.</summary>
internal readonly record struct ConversationBody
{
    // OpenAI's limits.
    private const int MostItems = 20;
    private const int MostPairs = 16;

    /// <summary>What is written on the conversation; null when the body says nothing of it.</summary>
    public JsonElement? Metadata { get; private init; }

    /// <summary>Items to add; null when the body has none.</summary>
    public IReadOnlyList<JsonElement>? Items { get; private init; }

    /// <summary>Reads a body, or says what is wrong with it. Its parts are valid as long as the request.</summary>
    public static Refusal? Read(ReadOnlyMemory<byte> body, out ConversationBody read)
    {
        read = default;
        if (body.IsEmpty)
            return null;
        try
        {
            return Read(
                JsonDocument.Parse(
                    body.ToArray(),
                    new() { MaxDepth = RequestScan.MaxDepth, AllowDuplicateProperties = false }).RootElement,
                ref read);
        }
        catch (JsonException e)
        {
            return Refusals.BadRequest("invalid_json", $"The body is not valid JSON: {e.Message}", null);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair is valid JSON, and no text.
            return Refusals.BadRequest("invalid_json", "The body has a string that is not Unicode.", null);
        }
    }

    private static Refusal? Read(JsonElement root, ref ConversationBody read)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return Refusals.BadRequest("invalid_type", "The body must be a JSON object.", null);
        foreach (var member in root.EnumerateObject())
        {
            var refusal = member.Value.ValueKind == JsonValueKind.Null ? null
                : member.NameEquals("metadata"u8) ? ReadMetadata(member.Value, ref read)
                : member.NameEquals("items"u8) ? ReadItems(member.Value, ref read)
                : Refusals.BadRequest(
                    "invalid_value", $"'{Short(member.Name)}' is not known here.", Short(member.Name));
            if (refusal is not null)
                return refusal;
        }

        return null;
    }

    private static Refusal? ReadMetadata(JsonElement value, ref ConversationBody read)
    {
        if (value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() > MostPairs
            || value.EnumerateObject().Any(pair => pair.Value.ValueKind != JsonValueKind.String))
            return Refusals.BadRequest(
                "invalid_type", $"'metadata' must be an object of at most {MostPairs} texts.", "metadata");
        read = read with { Metadata = value };
        return null;
    }

    private static Refusal? ReadItems(JsonElement value, ref ConversationBody read)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MostItems)
            return Refusals.BadRequest("invalid_type", $"'items' must be a list of at most {MostItems}.", "items");
        if (NamesFile(value))
            return ConversationRefusals.Files("items");
        if (value.GetArrayLength() > 0 && Check(value) is { } fault)
            return fault;
        read = read with { Items = [.. value.EnumerateArray()] };
        return null;
    }

    // Looked for as in a request: an id that went past here would reach a provider that nobody asked whose it is.
    private static bool NamesFile(JsonElement items)
    {
        var named = false;
        KeptIds.InRequest(
            Encoding.UTF8.GetBytes($"{{\"input\":{items.GetRawText()}}}"),
            (_, _) =>
            {
                named = true;
                return null;
            },
            new BodyEdits());
        return named;
    }

    /// <summary>Items are what a request's input is made of: what is wrong with them is found as it is there.</summary>
    private static Refusal? Check(JsonElement items)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("model"u8, "none"u8);
            json.WritePropertyName("input"u8);
            items.WriteTo(json);
            json.WriteEndObject();
        }

        var faults = new RequestFaults();
        _ = ResponsesDialect.Instance.ReadRequest(body.WrittenMemory, false, faults);
        if (faults.First is not { } fault)
            return null;
        var path = fault.Path.StartsWith("input", StringComparison.Ordinal) ? "items" + fault.Path[5..] : fault.Path;
        return Refusals.BadRequest(
            fault.Code, fault.Message.Replace("'input", "'items", StringComparison.Ordinal), path);
    }

    private static string Short(string name) => name.Length > 64 ? name[..61] + "..." : name;
}
