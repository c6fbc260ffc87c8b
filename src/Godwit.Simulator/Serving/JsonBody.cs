using System.Text.Json;

namespace Godwit.Simulator.Serving;

/// <summary>Parses bodies that may be anything.</summary>
internal static class JsonBody
{
    /// <summary>The document; null when the bytes are no JSON.</summary>
    public static JsonDocument? TryParse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
