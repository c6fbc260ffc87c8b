using System.Buffers;
using System.Text.Json;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Gateway.Kept;

/// <summary>The little JSON that is read and written about what providers keep.</summary>
internal static class KeptJson
{
    /// <summary>A member's text at the top of an object; empty when there is none.</summary>
    public static string TextOf(ReadOnlyMemory<byte> json, string member)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(member, out var value)
                && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return "";
        }
    }

    /// <summary>Writes a text as a JSON string behind something.</summary>
    public static void WriteText(IBufferWriter<byte> output, ReadOnlySpan<byte> before, string text)
    {
        output.Write(before);
        output.Write(ModelName.ToJson(text));
    }
}
