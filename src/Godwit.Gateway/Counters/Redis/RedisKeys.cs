using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Godwit.Gateway.Counters.Redis;

/// <summary>Names of keys.</summary>
/// <remarks>
/// Accounts are spread over partitions. All keys of one lie in one slot of a cluster, by their tag in braces: a script
/// may touch no other, and whether an account was forgotten can be told only by what is lost together with it.
/// </remarks>
internal static class RedisKeys
{
    /// <summary>Never changed: nodes that differ in it would count the same account twice.</summary>
    public const int Partitions = 16;

    private const int LongestName = 100;

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.:/@#|");

    public static string Tag(string prefix, int partition) =>
        string.Create(CultureInfo.InvariantCulture, $"{{{prefix}:{partition}}}");

    /// <summary>The key of an account; one whose name is long or has signs of any kind goes by its hash.</summary>
    public static string Account(string tag, string account, in AccountShape shape)
    {
        var form = string.Create(CultureInfo.InvariantCulture, $"{shape.Buckets}x{(long)shape.KeptFor.TotalSeconds}");
        return account.Length is > 0 and <= LongestName && !account.AsSpan().ContainsAnyExcept(Plain)
            ? $"{tag}:a:{form}:{account}"
            : $"{tag}:h:{form}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(account)))}";
    }

    // FNV-1a: the same on every node, which string.GetHashCode is not.
    public static int PartitionOf(string account)
    {
        var hash = 2166136261u;
        foreach (var c in account)
            hash = (hash ^ c) * 16777619u;
        return (int)((hash ^ (hash >> 16)) % Partitions);
    }
}
