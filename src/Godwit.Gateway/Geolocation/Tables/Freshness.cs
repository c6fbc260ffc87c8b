using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>How long data is as good as new. Past that, agreement is worth <see cref="Confidence.Medium"/>.</summary>
internal static class Freshness
{
    /// <summary>Addresses move between territories at about 1.3 % a year over all.</summary>
    private static readonly TimeSpan Ordinary = TimeSpan.FromDays(180);

    /// <summary>Hong Kong's and Singapore's move at 8 to 10 % a year.</summary>
    private static readonly TimeSpan Hubs = TimeSpan.FromDays(60);

    private static readonly TerritoryCode HongKong = TerritoryCode.Parse("HK");
    private static readonly TerritoryCode Singapore = TerritoryCode.Parse("SG");

    public static bool IsFresh(TimeSpan age, TerritoryCode territory) =>
        age <= (territory == HongKong || territory == Singapore ? Hubs : Ordinary);
}
