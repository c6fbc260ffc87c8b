using System.CommandLine;
using System.Net;
using Godwit.Control.Api;
using Godwit.Host.Demo;
using Godwit.Host.Serve;
using Godwit.Policy.Contracts;
using Godwit.Simulator;

namespace Godwit.Host.Cli;

/// <summary><c>godwit demo</c>: <c>serve</c>, simulated providers behind real names, and a story under way.</summary>
internal static class DemoCommand
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(20);

    private static readonly Option<TimeSpan> Clock = new("--clock")
    {
        Description = "How far ahead of the machine's time the demo lives, e.g. 7d: the same story, that much later. "
            + "Goes on with the story of the data folder where there is one.",
        HelpName = "DURATION",
        CustomParser = Duration.Parse,
    };

    public static Command Create()
    {
        var command = new Command("demo",
            "Serves with simulated providers and a populated story: organizations, traffic from several "
                + "territories, a cut-off "
            + "in the past and one two weeks ahead. Nothing leaves this machine. Takes the options of 'serve'.");
        command.Options.Add(Clock);
        command.WithServeSettings().SetAction(CommandContext.Action(RunAsync));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        if (ServeCommand.ReadSettings(context, DataFolder.Demo) is not { } given)
            return ExitCode.WrongUsage;
        if (given.Data.Running() is { } other)
            return context.Fail($"a demo runs already (process {other.Pid}, console {other.Admin}/); stop it, or "
                + $"name another folder with --data");
        var ahead = context.Parse.GetValue(Clock);
        if (ahead == TimeSpan.Zero && given.Data.Path == DataFolder.Demo.Path && Directory.Exists(given.Data.Path))
            Directory.Delete(given.Data.Path, recursive: true);
        Environment.SetEnvironmentVariable(DemoProviders.CredentialVariable, "sk-simulated");
        await using var simulator =
            await SimulatorServer.StartAsync(Simulated(), TimeProvider.System, context.Cancellation);
        var settings = Settle(given with { Time = new DemoClock(ahead) }, simulator.Address);
        return await new ServeRun(context, settings).RunAsync(
            (started, _) =>
            {
                Banner.Write(context, started, simulated: false);
                return Task.CompletedTask;
            },
            (started, cancellation) => PlayAsync(context, started, cancellation));
    }

    private static SimulatorOptions Simulated() => new()
    {
        Seed = 20240709,
        Providers = [.. DemoProviders.Names.Select(name => new SimulatedProvider
        {
            Name = name, PathPrefix = "/" + name, Pace = Pace, Latency = Latency,
        })],
    };

    /// <summary>
    /// The demo's own resources, and this machine as a trusted proxy before callers all over the world.
    /// </summary>
    private static ServeSettings Settle(ServeSettings given, Uri simulator)
    {
        given.Data.Create();
        var folder = DemoStory.FolderOf(given.Data);
        DemoFiles.WriteTo(folder, simulator, DemoStory.Begin(given.Data, DateTimeOffset.UtcNow));
        return given.TrustedProxies.Count > 0
            ? given with { Config = [folder, .. given.Config] }
            : given with
            {
                Config = [folder, .. given.Config],
                ClientAddress = ClientAddressSource.XForwardedFor,
                TrustedProxies = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")],
            };
    }

    private static async Task PlayAsync(CommandContext context, Started started, CancellationToken cancellation)
    {
        var keys = await KeysAsync(started, cancellation);
        using var traffic = new DemoTraffic(new Uri(started.Running.Client), keys, seed: 1);
        DemoGuide.Write(context.Out, started, keys);
        context.Out.WriteLine();
        context.Out.WriteLine($"Sending {DemoTraffic.OpeningRequests} requests from "
            + $"{DemoCaller.All.Select(c => c.Territory).Distinct().Count()} territories …");
        await traffic.OpenAsync(cancellation);
        context.Out.WriteLine("Sent. From here on, a request every other second.");
        await traffic.TrickleAsync(cancellation);
    }

    private static async Task<Dictionary<string, string>> KeysAsync(Started started, CancellationToken cancellation)
    {
        var admin = started.Connect();
        var keys = new Dictionary<string, string>();
        foreach (var project in DemoRequest.Projects)
        {
            var key = await admin.CreateKeyAsync(new CreateKeyRequest { Project = project }, cancellation);
            keys[project] = key.Key;
        }

        return keys;
    }
}
