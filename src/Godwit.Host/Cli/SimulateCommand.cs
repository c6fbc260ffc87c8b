using System.CommandLine;
using System.Text.Json.Nodes;
using Godwit.Host.Serve;
using Godwit.Simulator;

namespace Godwit.Host.Cli;

/// <summary><c>godwit simulate PROVIDER</c>: a provider that only pretends, on a port of this machine.</summary>
internal static class SimulateCommand
{
    private static readonly Argument<string> Provider = new("PROVIDER")
    {
        Description = "Catalog name of the provider to pretend to be, e.g. openai, anthropic or google-gemini: it "
            + "answers at every door that provider has; any other name answers at all of them.",
    };

    private static readonly Option<int> Port = new("--port")
    {
        Description = "Port on 127.0.0.1; 0 takes a free one. Default: 9001.",
        DefaultValueFactory = _ => 9001,
        HelpName = "PORT",
    };

    private static readonly Option<string[]> Faults = new("--fault")
    {
        Description = "Misbehaviour to script, kind[:field=value]…, e.g. rate_limit:times=1:retry_after=2s. May "
            + "be given more than once.",
        HelpName = "FAULT",
    };

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "The same seed and the same request give the same answer. Default: 0.",
        HelpName = "NUMBER",
    };

    private static readonly Option<TimeSpan> Pace = new("--pace")
    {
        Description = "Time between two chunks of a stream, e.g. 20ms. Default: none.",
        HelpName = "DURATION",
        CustomParser = result => Duration.Parse(result),
    };

    private static readonly Option<TimeSpan> Latency = new("--latency")
    {
        Description = "Time to the first byte of an answer, e.g. 150ms. Default: none.",
        HelpName = "DURATION",
        CustomParser = result => Duration.Parse(result),
    };

    private static readonly Option<int?> RequestsPerMinute = new("--requests-per-minute")
    {
        Description = "Requests that one key may send in a minute: the headers tell what is left, and who asks for "
            + "more is refused. Default: no limit.",
        HelpName = "NUMBER",
    };

    private static readonly Option<int?> TokensPerMinute = new("--tokens-per-minute")
    {
        Description = "Tokens that one key may send in a minute, four bytes to one. Default: no limit.",
        HelpName = "NUMBER",
    };

    private static readonly Option<string> ReadyFile = new("--ready-file")
    {
        Description = "JSON file to write when requests are accepted: address and process id.",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        var command =
            new Command("simulate", "Runs a simulated provider that speaks the real wire format, with scripted faults.")
        {
            Provider, Port, Faults, Seed, Pace, Latency, RequestsPerMinute, TokensPerMinute, ReadyFile,
        };
        command.SetAction(CommandContext.Action(RunAsync));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var faults = new List<Fault>();
        var wrong = 0;
        foreach (var text in context.Parse.GetValue(Faults) ?? [])
        {
            if (Fault.TryParse(text, out var fault, out var error))
                faults.Add(fault);
            else
                wrong = context.Fail($"--fault {text}: {error}", ExitCode.WrongUsage);
        }

        if (context.Parse.GetValue(RequestsPerMinute) < 1 || context.Parse.GetValue(TokensPerMinute) < 1)
            return context.Fail("--requests-per-minute and --tokens-per-minute are 1 or more.", ExitCode.WrongUsage);
        if (wrong != 0)
            return wrong;
        var name = context.Parse.GetRequiredValue(Provider);
        await using var simulator = await SimulatorServer.StartAsync(
            Options(context, name, faults), TimeProvider.System, context.Cancellation);
        Announce(context, name, simulator.Address);
        await StopSignal.WaitAsync(context.Cancellation);
        return ExitCode.Success;
    }

    private static SimulatorOptions Options(CommandContext context, string name, List<Fault> faults) => new()
    {
        Seed = context.Parse.GetValue(Seed),
        Listen = new UriBuilder("http", "127.0.0.1", context.Parse.GetValue(Port)).Uri,
        Providers =
        [
            new SimulatedProvider
            {
                Name = name,
                Pace = context.Parse.GetValue(Pace),
                Latency = context.Parse.GetValue(Latency),
                RequestsPerMinute = context.Parse.GetValue(RequestsPerMinute),
                TokensPerMinute = context.Parse.GetValue(TokensPerMinute),
                Faults = faults,
            },
        ],
    };

    private static void Announce(CommandContext context, string name, Uri address)
    {
        context.Out.WriteLine($"Simulated {name} at {address.GetLeftPart(UriPartial.Authority)}/v1 (any key is "
            + $"accepted). Ctrl+C stops it.");
        if (context.Parse.GetValue(ReadyFile) is { } file)
        {
            var ready = new JsonObject
            {
                ["address"] = address.ToString(),
                ["pid"] = Environment.ProcessId,
            };
            AtomicFile.Write(file, ready.ToJsonString());
        }
    }
}
