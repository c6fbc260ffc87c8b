using System.CommandLine;
using Godwit.Host.Cli.Output;

namespace Godwit.Host.Cli;

/// <summary>Options that several verbs have, under one name and with one meaning.</summary>
internal static class CommonOptions
{
    /// <summary><c>--output</c>: how the result is shown.</summary>
    public static Option<OutputFormat> Output { get; } = new("--output", "-o")
    {
        Description = "How the result is shown: table, json or yaml. Default: table.",
        HelpName = "table|json|yaml",
    };

    /// <summary><c>--server</c>: the admin API of the Godwit to talk to.</summary>
    public static Option<string> Server { get; } = new("--server")
    {
        Description = "URL of the admin API. Default: GODWIT_SERVER, else the Godwit that serves from the data folder.",
        HelpName = "URL",
    };

    /// <summary><c>--token</c>: the bearer token of the admin API.</summary>
    public static Option<string> Token { get; } = new("--token")
    {
        Description = "Bearer token of the admin API. Default: GODWIT_ADMIN_TOKEN, else the data folder's.",
        HelpName = "TOKEN",
    };

    /// <summary><c>--data</c>: the data folder of the local Godwit.</summary>
    public static Option<string> Data { get; } = new("--data")
    {
        Description = "Data folder of the local Godwit. Default: GODWIT_DATA, else the user's own.",
        HelpName = "DIR",
    };

    /// <summary>Adds the options of a verb that talks to a running Godwit.</summary>
    public static Command WithServer(this Command command)
    {
        command.Add(Server);
        command.Add(Token);
        command.Add(Data);
        command.Add(Output);
        return command;
    }
}
