using System.Buffers;

namespace Godwit.Policy.Configuration;

/// <summary>What a name may look like.</summary>
public static class Names
{
    /// <summary>Most characters of a name.</summary>
    public const int MaxLength = 128;

    private static readonly SearchValues<char> Legal =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/:@");

    /// <summary>Description of what is accepted.</summary>
    public const string Accepted = "1 to 128 of letters, digits and . _ - / : @";

    public static bool IsLegal(ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= MaxLength && !name.ContainsAnyExcept(Legal);
}
