using System.Net;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.Primitives;

namespace Godwit.Gateway.Geolocation.Chain;

/// <summary>Walks the <c>Forwarded</c> header of RFC 7239 from its right end.</summary>
internal static class ForwardedHeader
{
    /// <remarks>
    /// A line is read from its left, because a comma may stand inside quotes; a quote that a caller leaves open then
    /// makes the line malformed instead of hiding what a proxy appended. Lines are read apart, so a caller's own line
    /// cannot spoil the line that a trusted proxy adds after it.
    /// </remarks>
    public static ClientAddress Walk(IPAddress peer, in StringValues lines, TrustedProxies trusted)
    {
        var walk = new ChainWalk(peer, trusted);
        Span<ForwardedHop> hops = stackalloc ForwardedHop[ChainWalk.MaxHops];
        var length = 0;
        for (var i = lines.Count - 1; i >= 0; i--)
        {
            var line = lines[i].AsSpan();
            length += line.Length + 1;
            var count = length > ChainWalk.MaxHeaderLength ? -1 : new ForwardedLineReader(line).ReadAll(hops);
            if (count < 0)
                walk.Distrust();
            if (count < 0 || WalkLine(ref walk, hops[..count]))
                break;
        }

        return walk.Result;
    }

    private static bool WalkLine(ref ChainWalk walk, ReadOnlySpan<ForwardedHop> hops)
    {
        for (var i = hops.Length - 1; i >= 0; i--)
        {
            if (walk.Step(hops[i].Known, hops[i].Address))
                return true;
        }

        return false;
    }
}
