using Godwit.Gateway.Geolocation;
using Godwit.Gateway.Geolocation.Edge;
using Godwit.Host.Serve;
using Godwit.Policy.Contracts;
using Godwit.Policy.Snapshot;

namespace Godwit.Host.Local;

/// <summary>Explains territory decisions in this process, with the data plane's own code, without a server.</summary>
internal static class LocalExplainer
{
    /// <summary>Answers a question under a configuration without errors.</summary>
    public static TerritoryExplanation Explain(
        LocalConfiguration configuration, ServeSettings settings, TerritoryQuestion question, DateTimeOffset now)
    {
        var snapshots = new SnapshotHolder();
        snapshots.Publish(SnapshotCompiler.Compile(
            configuration.Set, configuration.Catalog, _ => null, 0, "", now, Environment.GetEnvironmentVariable));
        var addresses = PlaneOptions.ClientAddresses(settings);
        var locator = Locator(settings, now);
        return new TerritoryExplainer(
            new ClientAddressResolver(addresses), addresses, locator, new EdgeHeader(addresses, locator), snapshots,
            TimeProvider.System).Explain(question);
    }

    /// <summary>The address data that ships, and the operator's own before it; nothing is fetched.</summary>
    public static AddressLocator Locator(ServeSettings settings, DateTimeOffset now)
    {
        var options = new GeolocationOptions();
        PlaneOptions.AddAddressData(options, settings);
        return AddressLocator.Load(options, now);
    }
}
