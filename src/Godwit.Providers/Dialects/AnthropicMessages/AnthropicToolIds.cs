using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>Ids of calls as the dialect takes them: letters, digits, underscore and hyphen.</summary>
internal static class AnthropicToolIds
{
    private static readonly SearchValues<char> Taken =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    /// <summary>
    /// The id itself, or one made of it: the same for a call and its result, and another for another id.
    /// </summary>
    public static string Legal(string id) =>
        id.Length > 0 && !id.AsSpan().ContainsAnyExcept(Taken) ? id
            : "call_" + Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(id.AsSpan())).AsSpan(0, 12));
}
