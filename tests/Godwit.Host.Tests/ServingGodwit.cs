using System.CommandLine;
using System.Text.Json.Nodes;
using Godwit.Host.Cli;

namespace Godwit.Host.Tests;

/// <summary>A Godwit that serves in this process on free ports, with a data folder of its own.</summary>
public sealed class ServingGodwit : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly StringWriter output = new();
    private readonly string folder = Directory.CreateTempSubdirectory("godwit-").FullName;
    private Task<int> run = Task.FromResult(0);

    /// <summary>The data folder, for <c>--data</c>.</summary>
    public string Data => Path.Combine(folder, "data");

    /// <summary>What it printed so far.</summary>
    public string Output => output.ToString();

    /// <summary>Root of the admin API.</summary>
    public Uri Admin { get; private set; } = null!;

    /// <summary>Root of the client API.</summary>
    public Uri Client { get; private set; } = null!;

    /// <summary>Starts it and returns when it has written its ready file.</summary>
    public static async Task<ServingGodwit> StartAsync(string verb, params string[] options)
    {
        var serving = new ServingGodwit();
        var ready = Path.Combine(serving.folder, "ready.json");
        var found = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(serving.folder, "ready.json") { EnableRaisingEvents = true };
        watcher.Renamed += (_, _) => found.TrySetResult();
        var parse = GodwitCommandLine.Create().Parse(
        [
            verb, "--data", serving.Data, "--listen", "http://127.0.0.1:0", "--admin-listen", "http://127.0.0.1:0",
            "--ready-file", ready, .. options,
        ]);
        var configuration = new InvocationConfiguration { Output = serving.output, Error = serving.output };
        serving.run = parse.InvokeAsync(configuration, serving.stop.Token);
        await Task.WhenAny(found.Task, serving.run).WaitAsync(TimeSpan.FromSeconds(60));
        if (!File.Exists(ready))
            throw new InvalidOperationException(serving.Output);
        var content = JsonNode.Parse(await File.ReadAllTextAsync(ready))!;
        serving.Admin = new Uri(content["admin"]!.GetValue<string>());
        serving.Client = new Uri(content["client"]!.GetValue<string>());
        return serving;
    }

    /// <summary>Asks it to stop and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        await stop.CancelAsync();
        return await run;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stop.Dispose();
        await output.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
