using System.Buffers;
using System.Security.Cryptography;

namespace Godwit.Policy.Limits;

/// <summary>
/// How limits that count by end user name one: by the key, a slash, and a hash of what its client called the end user,
/// so that counts tell nobody who it is.
/// </summary>
public static class EndUserName
{
    // Enough that no two end users of one key share a count by chance.
    private const int HashBytes = 12;
    private const int HashLength = 2 * HashBytes;

    private static readonly SearchValues<byte> Hex = SearchValues.Create("0123456789abcdef"u8);

    private static ReadOnlySpan<byte> OfBudget => "Budget/"u8;

    /// <summary>The name of an end user.</summary>
    /// <param name="key">Name of the key.</param>
    /// <param name="called">What the client calls the end user.</param>
    public static string Of(string key, ReadOnlySpan<byte> called)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(called, hash);
        return $"{key}/{Convert.ToHexStringLower(hash[..HashBytes])}";
    }

    /// <summary>The name of the key; empty for what is no end user's name.</summary>
    public static ReadOnlySpan<char> KeyOf(ReadOnlySpan<char> name) =>
        name.Length > HashLength && name[^(HashLength + 1)] == '/' ? name[..^(HashLength + 1)] : [];

    /// <summary>
    /// Takes the account of an end user in a budget apart, by its form alone. A model's name may have the same form:
    /// what a budget counts by, its resource says.
    /// </summary>
    /// <param name="account">The account of a charge, in UTF-8.</param>
    /// <param name="budget">The budget and what it counts, as <see cref="LimitAccount"/> names them.</param>
    /// <param name="endUser">Name of the end user.</param>
    public static bool TryReadAccount(
        ReadOnlySpan<byte> account, out ReadOnlySpan<byte> budget, out ReadOnlySpan<byte> endUser)
    {
        budget = endUser = default;
        if (!account.StartsWith(OfBudget) || account.IndexOf((byte)'|') is var bar && bar < 0)
            return false;
        budget = account[OfBudget.Length..bar];
        endUser = account[(bar + 1)..];
        return endUser.Length > HashLength + 1 && endUser[^(HashLength + 1)] == (byte)'/'
            && !endUser[^HashLength..].ContainsAnyExcept(Hex);
    }
}
