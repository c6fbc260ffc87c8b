using System.Globalization;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Ids of tool calls where Gemini gives none.</summary>
internal static class GeminiIds
{
    /// <summary>How ids begin that are not Gemini's: made here, or by a provider of another dialect.</summary>
    public const string Prefix = "call_";

    private static readonly string[] NotGeminis = [Prefix, "toolu_", "tooluse_", "fc_", "chatcmpl-tool-"];

    /// <summary>
    /// An id for a call in an answer. It must not come twice in a conversation, so the answer's own id is in it.
    /// </summary>
    public static string Make(string? answerId, int number)
    {
        // OpenAI takes ids of 40 characters at most.
        const int most = 28;
        var rest = answerId is { Length: > 0 and <= most } && !answerId.AsSpan().ContainsAnyExcept(Allowed)
            ? answerId : Guid.NewGuid().ToString("N")[..24];
        return string.Create(CultureInfo.InvariantCulture, $"{Prefix}{rest}_{number}");
    }

    /// <summary>True for an id that Gemini may have given itself: only such a one is sent back to it.</summary>
    public static bool MayBeGeminis(string id) =>
        id.Length > 0 && !Array.Exists(NotGeminis, start => id.StartsWith(start, StringComparison.Ordinal));

    private static readonly System.Buffers.SearchValues<char> Allowed = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
}
