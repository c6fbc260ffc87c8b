using System.Text.Json;

namespace Godwit.TestSupport;

/// <summary>A simulated provider in a process of its own.</summary>
public sealed class SimulatorServer : IAsyncDisposable
{
    private readonly RunningProgram program;
    private readonly TemporaryFolder folder;

    private SimulatorServer(RunningProgram program, TemporaryFolder folder, Uri address)
    {
        this.program = program;
        this.folder = folder;
        Address = address;
    }

    /// <summary>The root of the simulated provider's API, without a version segment.</summary>
    public Uri Address { get; }

    /// <summary>What the simulator wrote.</summary>
    public ProcessOutput Output => program.Output;

    /// <summary>Starts <c>godwit simulate PROVIDER</c> on a free port.</summary>
    /// <param name="provider">The provider to pretend to be, such as <c>openai</c>.</param>
    /// <param name="options">Further command line options, such as <c>--fault</c>.</param>
    public static async Task<SimulatorServer> StartAsync(string provider, params string[] options)
    {
        var folder = new TemporaryFolder();
        var (program, ready) = await RunningProgram.StartAsync(
            ["simulate", provider, "--port", "0", "--seed", "1", .. options], folder.Path);
        return new(program, folder, new Uri(ready.GetProperty("address").GetString()!));
    }

    /// <summary>The last requests that came, oldest first, as the simulator's control API shows them.</summary>
    public async Task<IReadOnlyList<JsonElement>> RequestsAsync()
    {
        using var client = new HttpClient();
        await using var body = await client.GetStreamAsync(new Uri(Address, "/_simulator/requests"));
        using var document = await JsonDocument.ParseAsync(body);
        return [.. document.RootElement.GetProperty("requests").EnumerateArray().Select(request => request.Clone())];
    }

    /// <summary>Ends the simulated provider at once, as a provider that goes down.</summary>
    public Task KillAsync() => program.KillAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await program.DisposeAsync();
        folder.Dispose();
    }
}
