using System.Buffers;
using System.Text.Json;

namespace Godwit.Gateway.Realtime;

/// <summary>Writes an error as an event of a realtime session.</summary>
internal static class RealtimeErrors
{
    public static ReadOnlyMemory<byte> Write(Refusal refusal)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "error"u8);
            json.WriteStartObject("error"u8);
            json.WriteString("type"u8, refusal.Type);
            json.WriteString("code"u8, refusal.Code);
            json.WriteString("message"u8, refusal.Message);
            json.WriteNull("param"u8);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return bytes.WrittenMemory;
    }
}
