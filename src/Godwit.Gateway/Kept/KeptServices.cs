using Godwit.Policy.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Godwit.Gateway.Kept;

/// <summary>Registers what serves files, uploads, batches and fine-tuning jobs.</summary>
internal static class KeptServices
{
    public static void AddKept(this IServiceCollection services)
    {
        services.TryAddSingleton<OwnedObjects>();
        services.TryAddSingleton<KeptIdSeals>();
        services.TryAddSingleton<UploadReader>();
        services.TryAddSingleton<PartialUploads>();
        services.TryAddSingleton<KeptReader>();
        services.TryAddSingleton<KeptAnswer>();
        services.TryAddSingleton<KeptListing>();
        services.TryAddSingleton<KeptStep>();
        services.TryAddSingleton<FileReferences>();
    }
}
