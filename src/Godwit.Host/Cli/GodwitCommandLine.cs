using System.CommandLine;
using System.CommandLine.Invocation;

namespace Godwit.Host.Cli;

/// <summary>The command line <c>godwit</c>: every verb, and how its outcome becomes an exit code.</summary>
internal static class GodwitCommandLine
{
    /// <summary>Makes the root command with all its verbs.</summary>
    public static RootCommand Create() => Create(Verbs());

    private static RootCommand Create(Command[] verbs)
    {
        var root = new RootCommand(
            "Godwit is an LLM gateway that knows where it may serve, and keeps applications going across a cut-off.");
        foreach (var verb in verbs)
            root.Add(verb);
        return root;
    }

    private static Command[] Verbs() =>
    [
        ServeCommand.Create(),
        DemoCommand.Create(),
        .. ChangeCommands.Create(),
        .. ReadCommands.Create(),
        new("config", "Resource files.") { ConfigValidateCommand.Create() },
        KeysCommand.Create(),
        ChatCommand.Create(),
        new("territory", "Where callers are, and who may serve them.")
        {
            TerritoryExplainCommand.Create(), TerritoryImpactCommand.Create(), TerritoryFindingsCommand.Create(),
        },
        EvidenceCommand.Create(),
        NoticesCommand.Create(),
        UsageCommand.Create(),
        ReportCommand.Create(),
        PricesCommand.Create(),
        BudgetsCommand.Create(),
        GrantsCommand.Create(),
        ExplainCommand.Create(),
        SimulateCommand.Create(),
        CatalogCommand.Create(),
        new("geo", "The data that tells where addresses are.") { GeoStatusCommand.Create() },
        DoctorCommand.Create(),
    ];

    /// <summary>Parses and runs one command line.</summary>
    /// <param name="args">The arguments of the process.</param>
    /// <param name="configuration">Where output goes; the process's own streams when null.</param>
    public static async Task<int> RunAsync(string[] args, InvocationConfiguration? configuration = null)
    {
        configuration ??= new InvocationConfiguration();
        // Each verb that serves stops by itself; the others have nothing that must outlive a signal.
        configuration.ProcessTerminationTimeout = null;

        // The other verbs would be made for nothing at each start of a gateway.
        var root = args is ["serve", ..] ? Create([ServeCommand.Create()]) : Create();
        var result = root.Parse(args);
        var code = await result.InvokeAsync(configuration);
        return result.Action is ParseErrorAction ? ExitCode.WrongUsage : code;
    }
}
