using System.CommandLine;
using System.CommandLine.Invocation;

namespace Godwit.Host.Cli;

/// <summary>The command line <c>godwit</c>: every verb, and how its outcome becomes an exit code.</summary>
internal static class GodwitCommandLine
{
    /// <summary>Makes the root command with all its verbs.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand(
            "Godwit is an LLM gateway that knows where it may serve, and keeps applications going across a cut-off.");
        root.Add(SimulateCommand.Create());
        root.Add(new Command("territory", "Where callers are, and who may serve them.") { TerritoryExplainCommand.Create() });
        root.Add(new Command("config", "Resource files.") { ConfigValidateCommand.Create() });
        root.Add(CatalogCommand.Create());
        root.Add(new Command("geo", "The data that tells where addresses are.") { GeoStatusCommand.Create() });
        root.Add(DoctorCommand.Create());
        return root;
    }

    /// <summary>Parses and runs one command line.</summary>
    /// <param name="args">The arguments of the process.</param>
    /// <param name="configuration">Where output goes; the process's own streams when null.</param>
    public static async Task<int> RunAsync(string[] args, InvocationConfiguration? configuration = null)
    {
        configuration ??= new InvocationConfiguration();
        // Each verb that serves stops by itself; the others have nothing that must outlive a signal.
        configuration.ProcessTerminationTimeout = null;
        var result = Create().Parse(args);
        var code = await result.InvokeAsync(configuration);
        return result.Action is ParseErrorAction ? ExitCode.WrongUsage : code;
    }
}
