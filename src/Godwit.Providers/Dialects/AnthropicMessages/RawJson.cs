using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>
/// Writes JSON that was parsed before as the bytes it is. Escapes stay as they are, so that a lone surrogate in a
/// client's schema is the provider's to refuse, and no exception here.
/// </summary>
internal static class RawJson
{
    /// <summary>
    /// Writes the value, on one line: JSON has line ends only between tokens, and events end with them.
    /// </summary>
    public static void WriteRaw(this Utf8JsonWriter json, JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (raw.IndexOfAny((byte)'\n', (byte)'\r') < 0)
        {
            json.WriteRawValue(raw, skipInputValidation: true);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(raw.Length);
        var length = 0;
        foreach (var one in raw)
        {
            if (one is not ((byte)'\n' or (byte)'\r'))
            {
                buffer[length++] = one;
            }
        }

        json.WriteRawValue(buffer.AsSpan(0, length), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Writes a member as the bytes it is.</summary>
    public static void WriteRaw(this Utf8JsonWriter json, ReadOnlySpan<byte> name, JsonElement value)
    {
        json.WritePropertyName(name);
        json.WriteRaw(value);
    }

    /// <summary>
    /// Parses a model's arguments; an empty text is an empty object. Null when they are no JSON object.
    /// </summary>
    public static JsonElement? ParseObject(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(
                string.IsNullOrWhiteSpace(text) ? "{}" : text, new JsonDocumentOptions { MaxDepth = 120 });
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>
    /// Writes a call's input, which is an object; true when the arguments are none, and stand as a text in one.
    /// </summary>
    public static bool WriteInput(this Utf8JsonWriter json, string arguments)
    {
        json.WritePropertyName("input"u8);
        if (ParseObject(arguments) is { } input)
        {
            json.WriteRaw(input);
            return false;
        }

        json.WriteStartObject();
        json.WriteString("arguments"u8, arguments);
        json.WriteEndObject();
        return true;
    }

    /// <summary>Writes who made a call: the model itself. Typed clients take a call for broken without it.</summary>
    public static void WriteCaller(this Utf8JsonWriter json)
    {
        json.WriteStartObject("caller"u8);
        json.WriteString("type"u8, "direct"u8);
        json.WriteEndObject();
    }
}
