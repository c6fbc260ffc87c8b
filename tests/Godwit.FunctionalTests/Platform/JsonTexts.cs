using System.Text.Json;

namespace Godwit.FunctionalTests.Platform;

/// <summary>Short words for what tests read of a client's answer.</summary>
internal static class JsonTexts
{
    /// <summary>A member's text.</summary>
    public static string Text(this JsonElement json, string member) => json.GetProperty(member).GetString()!;

    /// <summary>The texts of a member that is an array.</summary>
    public static string[] Texts(this JsonElement json, string member) =>
        [.. json.GetProperty(member).EnumerateArray().Select(item => item.GetString()!)];
}
