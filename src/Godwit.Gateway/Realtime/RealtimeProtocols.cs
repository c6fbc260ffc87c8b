namespace Godwit.Gateway.Realtime;

/// <summary>
/// The subprotocols of a realtime session. Browsers can set no header, so that OpenAI's clients put their key there.
/// </summary>
internal static class RealtimeProtocols
{
    private const string KeyPrefix = "openai-insecure-api-key.";

    // The client's account at OpenAI is none at the provider that Godwit asks.
    private static readonly string[] Withheld = [KeyPrefix, "openai-organization.", "openai-project."];

    /// <summary>The key among the subprotocols of a header's value; null when there is none.</summary>
    public static string? KeyIn(string? header) => header?.Split(',', StringSplitOptions.TrimEntries)
        .FirstOrDefault(p => p.StartsWith(KeyPrefix, StringComparison.Ordinal))?[KeyPrefix.Length..];

    /// <summary>What of them the provider is told.</summary>
    public static string ForProvider(IEnumerable<string> requested) =>
        string.Join(", ", requested.Where(p => !Withheld.Any(w => p.StartsWith(w, StringComparison.Ordinal))));
}
