using System.Net;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.Primitives;

namespace Godwit.Gateway.Geolocation.Chain;

/// <summary>
/// Walks <c>X-Forwarded-For</c> from its right end. Several lines are one list, in the order received.
/// </summary>
internal static class XForwardedForHeader
{
    public static ClientAddress Walk(IPAddress peer, in StringValues lines, TrustedProxies trusted)
    {
        var walk = new ChainWalk(peer, trusted);
        var length = 0;
        for (var i = lines.Count - 1; i >= 0; i--)
        {
            var rest = lines[i].AsSpan();
            length += rest.Length + 1;
            if (length > ChainWalk.MaxHeaderLength)
            {
                walk.Distrust();
                break;
            }

            if (WalkLine(ref walk, rest))
                break;
        }

        return walk.Result;
    }

    private static bool WalkLine(ref ChainWalk walk, ReadOnlySpan<char> rest)
    {
        while (true)
        {
            var comma = rest.LastIndexOf(',');
            var parsed = HopText.TryParse(rest[(comma + 1)..].Trim(" \t"), out var hop);
            if (walk.Step(parsed, hop))
                return true;
            if (comma < 0)
                return false;
            rest = rest[..comma];
        }
    }
}
