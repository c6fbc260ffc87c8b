using System.Net;

namespace Godwit.Host.Demo;

/// <summary>
/// A public address that really is in a territory: universities and carriers that have had it for decades.
/// </summary>
/// <param name="Territory">ISO 3166-1 code.</param>
/// <param name="Address">The address.</param>
/// <param name="Weight">How often it calls, relative to the others.</param>
internal sealed record DemoCaller(string Territory, IPAddress Address, int Weight)
{
    /// <summary>The callers of the demo's traffic.</summary>
    public static IReadOnlyList<DemoCaller> All { get; } =
    [
        new("CN", IPAddress.Parse("111.13.101.208"), 9),
        new("CN", IPAddress.Parse("202.120.2.100"), 5),
        new("US", IPAddress.Parse("128.101.101.101"), 9),
        new("US", IPAddress.Parse("171.64.64.64"), 4),
        new("HK", IPAddress.Parse("147.8.1.1"), 4),
        new("RU", IPAddress.Parse("93.180.0.1"), 3),
        new("IR", IPAddress.Parse("2.144.1.1"), 1),
        new("DE", IPAddress.Parse("129.187.10.25"), 4),
        new("NL", IPAddress.Parse("130.161.1.1"), 5),
        new("FR", IPAddress.Parse("129.175.1.1"), 3),
        new("GB", IPAddress.Parse("131.111.8.46"), 4),
        new("JP", IPAddress.Parse("133.11.0.1"), 4),
        new("KR", IPAddress.Parse("147.46.10.20"), 2),
        new("SG", IPAddress.Parse("137.132.1.1"), 3),
        new("IN", IPAddress.Parse("103.21.124.1"), 4),
        new("BR", IPAddress.Parse("143.107.1.1"), 3),
        new("AU", IPAddress.Parse("130.102.1.1"), 2),
    ];
}
