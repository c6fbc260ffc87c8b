using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Simulator;

namespace Godwit.Host.Serve;

/// <summary>
/// With no provider configured, one that only pretends answers, so that the first request of all works.
/// </summary>
internal sealed class SimulatedFallback : IAsyncDisposable
{
    /// <summary>Name of the Provider resource.</summary>
    public const string Name = "simulated";

    /// <summary>The chat model it offers.</summary>
    public const string Model = "simulated-chat";

    private SimulatorServer? simulator;

    /// <summary>Starts the simulated provider when there is no other, and takes it away when there is.</summary>
    /// <returns>True when the simulated provider answers.</returns>
    public async Task<bool> EnsureAsync(Started started, CancellationToken cancellation)
    {
        var providers = started.Services.GetRequiredService<SnapshotHolder>().Current?.Providers ?? [];
        var left = providers.Any(provider => provider.Name == Name);
        var admin = started.Connect();
        if (providers.Any(provider => provider.Name != Name))
        {
            if (left)
                await admin.DeleteAsync(nameof(ResourceKind.Provider), Name, cancellation: cancellation);
            return false;
        }

        simulator = await SimulatorServer.StartAsync(
            new SimulatorOptions { Providers =
                [new SimulatedProvider { Name = Name }] }, TimeProvider.System, cancellation);
        await admin.ApplyAsync(Resource(simulator.Address), cancellation: cancellation);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        if (simulator is not null)
            await simulator.DisposeAsync();
    }

    private static string Resource(Uri address) => $$"""
        kind: Provider
        name: {{Name}}
        spec:
          base_url: {{address.GetLeftPart(UriPartial.Authority)}}/v1
          dialect: openai_chat
          simulated: true
          credential: { value: simulated }
          models:
            - { name: {{Model}} }
            - { name: simulated-embedding, operations: [embeddings] }
        """;
}
