using System.Text.Json;

namespace Godwit.Gateway.ClientApi;

/// <summary>Compares names and texts that a stranger wrote.</summary>
internal static class MemberName
{
    /// <summary>True when the token is this text. Half a surrogate pair is valid JSON and no text at all.</summary>
    public static bool Is(ref Utf8JsonReader json, ReadOnlySpan<byte> text)
    {
        try
        {
            return json.ValueTextEquals(text);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
