using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <summary>Data URLs: media within the text of a request.</summary>
internal static class MediaData
{
    /// <summary>True for the text of a data URL.</summary>
    public static bool IsInline(JsonElement text) =>
        JsonMarshal.GetRawUtf8Value(text) is var raw && raw.Length > 6 && raw[1..].StartsWith("data:"u8);

    /// <summary>Reads a data URL, or bare base64, which <c>file_data</c> may be.</summary>
    public static MediaSource Read(RequestNode node)
    {
        var text = node.Utf8();
        if (!text.Span.StartsWith("data:"u8))
        {
            return new MediaSource { Base64 = text };
        }

        var comma = text.Span.IndexOf((byte)',');
        var head = comma < 0 ? default : text.Span[5..comma];
        if (comma < 0 || !head.EndsWith(";base64"u8))
        {
            node.Fault("invalid_value", $"Invalid '{node.Path}': a data URL must be base64.");
            return new MediaSource();
        }

        var type = head[..^7];
        var parameters = type.IndexOf((byte)';');
        return new MediaSource
        {
            Base64 = text[(comma + 1)..],
            MediaType = Encoding.UTF8.GetString(parameters < 0 ? type : type[..parameters]),
        };
    }

    /// <summary>Writes a data URL as the value of a member.</summary>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, MediaSource source, string type)
    {
        json.WritePropertyName(name);
        DataUrls.WriteData(json, source, type);
    }
}
