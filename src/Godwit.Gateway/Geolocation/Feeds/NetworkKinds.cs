using System.Numerics;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Feeds;

/// <summary>A set of kinds of network, a bit for each.</summary>
internal readonly record struct NetworkKinds(ushort Bits)
{
    /// <summary>The kind that goes before the others; the enumeration is in order of precedence.</summary>
    public NetworkKind First =>
        Bits == 0 ? NetworkKind.Unclassified : (NetworkKind)BitOperations.TrailingZeroCount(Bits);

    public static NetworkKinds Of(NetworkKind? kind) => kind is { } one ? new((ushort)(1 << (int)one)) : default;

    public bool Contains(NetworkKind kind) => (Bits & (1 << (int)kind)) != 0;

    public NetworkKinds With(NetworkKinds others) => new((ushort)(Bits | others.Bits));

    public NetworkKinds Without(NetworkKind kind) => new((ushort)(Bits & ~(1 << (int)kind)));

    public IEnumerable<NetworkKind> All()
    {
        for (var kind = NetworkKind.Unclassified; kind <= NetworkKind.Special; kind++)
        {
            if (Contains(kind))
                yield return kind;
        }
    }
}
