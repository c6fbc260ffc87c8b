using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;
using Godwit.Policy.Routing;
using Godwit.Policy.Snapshot;

namespace Godwit.Control.Prices;

/// <summary>Finds the prices of a snapshot again, by what records name.</summary>
internal static class PricedTargets
{
    /// <summary>Every target of the configuration, once.</summary>
    public static IEnumerable<TargetRules> Of(GatewaySnapshot snapshot) =>
        snapshot.Routes.All.SelectMany(route => route.Targets).DistinctBy(target => target.Name);

    /// <summary>The prices of the target that answered; null when it is not configured, or nothing is known.</summary>
    public static PriceSchedule? ScheduleOf(RequestRecord record, GatewaySnapshot? snapshot) =>
        snapshot is null || record.Provider is null ? null
        : Of(snapshot).FirstOrDefault(t => t.Provider.Name == record.Provider && t.Model == record.Model)?.Prices;

    /// <summary>The price of a record's instant.</summary>
    public static PriceRules? PriceOf(RequestRecord record, PriceSchedule? schedule, GatewaySnapshot snapshot) =>
        schedule?.Of(record.Organization is { } name ? snapshot.Organizations.IndexOf(name) : -1)
            .At(record.StartedAt.UtcTicks);
}
