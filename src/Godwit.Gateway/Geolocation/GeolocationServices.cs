using Godwit.Policy.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Godwit.Gateway.Geolocation;

/// <summary>Registers what finds the caller's address and where it is.</summary>
public static class GeolocationServices
{
    /// <summary>
    /// Adds <see cref="IAddressLocator"/> and <see cref="ClientAddressResolver"/>, from
    /// <see cref="GeolocationOptions"/> and <see cref="ClientAddressOptions"/>.
    /// </summary>
    public static IServiceCollection AddGeolocation(this IServiceCollection services)
    {
        services.AddOptions<GeolocationOptions>();
        services.AddOptions<ClientAddressOptions>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => AddressLocator.Load(
            provider.GetRequiredService<IOptions<GeolocationOptions>>().Value,
            provider.GetRequiredService<TimeProvider>().GetUtcNow()));
        services.TryAddSingleton<IAddressLocator>(provider => provider.GetRequiredService<AddressLocator>());
        services.TryAddSingleton(provider =>
            new ClientAddressResolver(provider.GetRequiredService<IOptions<ClientAddressOptions>>().Value));
        return services;
    }
}
