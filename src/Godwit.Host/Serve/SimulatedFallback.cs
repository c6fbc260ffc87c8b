using Godwit.Control.Api;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Simulator;

namespace Godwit.Host.Serve;

/// <summary>
/// With no provider configured, one that only pretends answers, so that the first request of all works.
/// </summary>
/// <param name="folder">Where the address is kept between two starts.</param>
internal sealed class SimulatedFallback(DataFolder folder) : IAsyncDisposable
{
    /// <summary>Name of the Provider resource.</summary>
    public const string Name = "simulated";

    /// <summary>The chat model it offers.</summary>
    public const string Model = "simulated-chat";

    private SimulatorServer? simulator;

    /// <summary>
    /// Starts the simulated provider again where the store says it is, so that it answers the first client let in.
    /// </summary>
    public Task ResumeAsync(CancellationToken cancellation) =>
        File.Exists(folder.SimulatedProviderFile) ? ResumeKnownAsync(cancellation) : Task.CompletedTask;

    // Apart, as all that names the simulator: where there is none, it need not be loaded.
    private async Task ResumeKnownAsync(CancellationToken cancellation)
    {
        if (!Uri.TryCreate(await File.ReadAllTextAsync(folder.SimulatedProviderFile, cancellation),
                UriKind.Absolute, out var address))
            return;
        try
        {
            simulator = await StartAsync(address, cancellation);
        }
        catch (IOException)
        {
            // Somebody else has the port by now: another one is taken once there is a configuration to put it in.
        }
    }

    /// <summary>Sees to it that the simulated provider is there when there is no other, and only then.</summary>
    /// <returns>True when the simulated provider answers.</returns>
    public async Task<bool> EnsureAsync(Started started, CancellationToken cancellation)
    {
        var providers = started.Services.GetRequiredService<SnapshotHolder>().Current?.Providers ?? [];
        var admin = started.Connect();
        if (providers.Any(provider => provider.Name != Name))
        {
            if (providers.Any(provider => provider.Name == Name))
                await admin.DeleteAsync(nameof(ResourceKind.Provider), Name, cancellation: cancellation);
            File.Delete(folder.SimulatedProviderFile);
            return false;
        }

        await StartFirstAsync(admin, cancellation);
        return true;
    }

    private async Task StartFirstAsync(AdminClient admin, CancellationToken cancellation)
    {
        simulator ??= await StartAsync(new Uri("http://127.0.0.1:0"), cancellation);
        await admin.ApplyAsync(Resource(simulator.Address), cancellation: cancellation);
        AtomicFile.Write(folder.SimulatedProviderFile, simulator.Address.AbsoluteUri);
    }

    public ValueTask DisposeAsync() => simulator?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static Task<SimulatorServer> StartAsync(Uri listen, CancellationToken cancellation) =>
        SimulatorServer.StartAsync(
            new SimulatorOptions { Listen = listen, Providers = [new SimulatedProvider { Name = Name }] },
            TimeProvider.System, cancellation);

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
