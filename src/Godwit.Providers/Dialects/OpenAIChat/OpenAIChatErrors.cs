using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Writes errors in OpenAI's shape: all four keys, always.</summary>
public static class OpenAIChatErrors
{
    /// <summary>The code of OpenAI's own refusal of a territory, which clients recognise.</summary>
    public const string TerritoryCode = "unsupported_country_region_territory";

    // Relaxed: the body is application/json, never HTML, and a message in Chinese stays readable on the wire.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes <c>{"error":{…}}</c>.</summary>
    public static void Write(IBufferWriter<byte> output, string message, string type, string? param, string? code)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, message);
        json.WriteString("type"u8, type);
        json.WriteString("param"u8, param);
        json.WriteString("code"u8, code);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>
    /// Writes the honest end of a stream that broke: an event with the error, and no <c>[DONE]</c> after it, so that
    /// no client takes what it has for the whole answer.
    /// </summary>
    /// <param name="output">Where to.</param>
    /// <param name="insideEvent">The client's bytes end inside an event, which a blank line ends first.</param>
    /// <param name="message">What happened.</param>
    /// <param name="type">Error type.</param>
    /// <param name="code">Stable code.</param>
    public static void WriteStreamEnd(
        IBufferWriter<byte> output, bool insideEvent, string message, string type, string code)
    {
        output.Write(insideEvent ? "\n\ndata: "u8 : "data: "u8);
        Write(output, message, type, null, code);
        output.Write("\n\n"u8);
    }
}
