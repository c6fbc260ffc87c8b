using Godwit.Gateway.Attempts.Limits;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Godwit.Gateway.Attempts.Credentials;

/// <summary>Registers what puts credentials on requests.</summary>
internal static class CredentialServices
{
    public static void AddProviderCredentials(this IServiceCollection services)
    {
        services.TryAddSingleton<SigningTokenSource>();
        services.TryAddSingleton<BceTokenSource>();
        services.TryAddSingleton<GoogleTokenSource>();
        services.TryAddSingleton(new EntraTokenSource());
        services.TryAddSingleton<TokenSources>();
        services.TryAddSingleton<TokenCache>();
        services.TryAddSingleton<CredentialSigning>();
        services.TryAddSingleton<CredentialRotation>();
        services.TryAddSingleton<ProviderLimits>();
        services.TryAddSingleton<ProviderCredentials>();
    }
}
