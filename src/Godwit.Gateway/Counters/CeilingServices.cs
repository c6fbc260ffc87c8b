using Godwit.Gateway.Counters.Redis;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Godwit.Gateway.Counters;

/// <summary>Registers where ceilings are kept.</summary>
internal static class CeilingServices
{
    public static IServiceCollection AddCeilings(this IServiceCollection services, CounterOptions options)
    {
        if (options.Redis is null)
        {
            services.TryAddSingleton<LocalCeilings>();
            services.TryAddSingleton<ICeilings>(provider => provider.GetRequiredService<LocalCeilings>());
            services.TryAddSingleton<ICounterStatus>(provider => provider.GetRequiredService<LocalCeilings>());
            return services;
        }

        services.TryAddSingleton(provider => new RedisCeilings(
            options, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RedisCeilings>>()));
        services.TryAddSingleton<ICeilings>(provider => provider.GetRequiredService<RedisCeilings>());
        services.TryAddSingleton<ICounterStatus>(provider => provider.GetRequiredService<RedisCeilings>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<RedisCeilings>());
        return services;
    }
}
