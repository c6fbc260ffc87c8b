using Godwit.Gateway.Geolocation.Feeds;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Godwit.Gateway.Geolocation;

/// <summary>Registers what knows where addresses are.</summary>
public static class GeolocationServices
{
    /// <summary>
    /// Adds <see cref="IAddressLocator"/> by the configured <see cref="GeolocationOptions"/>. The tables are loaded
    /// when it is first asked for.
    /// </summary>
    public static IServiceCollection AddGeolocation(this IServiceCollection services)
    {
        services.AddOptions<GeolocationOptions>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => AddressLocator.Load(
            provider.GetRequiredService<IOptions<GeolocationOptions>>().Value,
            provider.GetRequiredService<TimeProvider>().GetUtcNow(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IAddressLocator>(provider => provider.GetRequiredService<AddressLocator>());
        services.AddHostedService<AddressDataAging>();
        services.AddHostedService<FeedRefresher>();
        return services;
    }
}
