using Godwit.Policy.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Godwit.Gateway.Geolocation;

/// <summary>Registers what knows where addresses are.</summary>
public static class GeolocationServices
{
    /// <summary>Adds <see cref="IAddressLocator"/>; the tables are loaded when it is first asked for.</summary>
    public static IServiceCollection AddGeolocation(this IServiceCollection services, GeolocationOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider =>
            AddressLocator.Load(options, provider.GetRequiredService<TimeProvider>().GetUtcNow()));
        services.TryAddSingleton<IAddressLocator>(provider => provider.GetRequiredService<AddressLocator>());
        return services;
    }
}
