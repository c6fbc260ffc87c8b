namespace Godwit.TestSupport;

/// <summary>The real executable serving on free loopback ports, with a data folder of its own.</summary>
public sealed class GodwitServer : IAsyncDisposable
{
    /// <summary>The bearer token of the admin API of every server started here.</summary>
    public const string AdminToken = "test-admin-token-0123456789abcdef";

    private readonly TemporaryFolder folder = new();
    private GodwitServerOptions options;
    private RunningProgram? program;

    private GodwitServer(GodwitServerOptions options)
    {
        this.options = options;
        folder.Write("godwit.yaml", options.Config);
    }

    /// <summary>The process; another one after a restart.</summary>
    public RunningProgram Program => program!;

    /// <summary>The root of the client API; another port after a restart.</summary>
    public Uri ClientUri { get; private set; } = null!;

    /// <summary>The root of the admin API; another port after a restart.</summary>
    public Uri AdminUri { get; private set; } = null!;

    /// <summary>The configuration file that the server watches.</summary>
    public string ConfigPath => folder.Combine("godwit.yaml");

    /// <summary>The data folder.</summary>
    public string DataPath => folder.Combine("data");

    /// <summary>Starts a server and returns when it serves.</summary>
    public static async Task<GodwitServer> StartAsync(GodwitServerOptions options)
    {
        var server = new GodwitServer(options);
        try
        {
            await server.LaunchAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the process as <c>kill -9</c> does and starts another on the same data folder.</summary>
    public async Task KillAndRestartAsync()
    {
        await Program.DisposeAsync();
        await LaunchAsync();
    }

    /// <summary>Stops the process with SIGTERM and starts another on the same data folder.</summary>
    public async Task RestartAsync()
    {
        await Program.StopAsync();
        await KillAndRestartAsync();
    }

    /// <summary>As <see cref="RestartAsync()"/>, with other options of the verb.</summary>
    public Task RestartAsync(IReadOnlyList<string> arguments)
    {
        options = options with { Arguments = arguments };
        return RestartAsync();
    }

    /// <summary>Runs a verb against this server's admin API.</summary>
    public Task<CommandResult> RunAsync(params string[] arguments) => GodwitCommand.RunAsync(
        [.. arguments, "--server", AdminUri.ToString(), "--token", AdminToken], folder.Path);

    /// <summary>Makes an API key in the project and returns its secret.</summary>
    public async Task<string> CreateKeyAsync(string name, string project)
    {
        var result = await RunAsync("keys", "create", "--name", name, "--project", project, "--output", "json");
        return result.Json().GetProperty("key").GetString()!;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (program is not null)
        {
            await program.DisposeAsync();
        }

        folder.Dispose();
    }

    private async Task LaunchAsync()
    {
        var environment = new Dictionary<string, string>(options.Environment)
        {
            ["GODWIT_ADMIN_TOKEN"] = AdminToken,
            ["GODWIT_ADMIN_PASSWORD"] = "test-admin-password",
        };
        (program, var ready) = await RunningProgram.StartAsync(
            [
                options.Verb, "--config", ConfigPath, "--data", DataPath,
                "--listen", "http://127.0.0.1:0", "--admin-listen", "http://127.0.0.1:0",
                .. options.Arguments,
            ],
            folder.Path,
            environment);
        ClientUri = new Uri(ready.GetProperty("client").GetString()!);
        AdminUri = new Uri(ready.GetProperty("admin").GetString()!);
    }
}
