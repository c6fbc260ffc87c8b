using Godwit.Control.Api;
using Godwit.Host.Serve;

namespace Godwit.Host.Cli;

/// <summary>Which Godwit a verb talks to, and with what token.</summary>
/// <param name="Admin">Root of the admin API.</param>
/// <param name="Token">Bearer token; null when none was found.</param>
/// <param name="Running">What the data folder says of the process, when it was found there.</param>
internal sealed record ServerConnection(Uri Admin, string? Token, RunningGodwit? Running)
{
    private const string ServerVariable = "GODWIT_SERVER";
    private const string TokenVariable = "GODWIT_ADMIN_TOKEN";

    /// <summary>What to tell a user whose Godwit was not found.</summary>
    public const string NotFound =
        "no Godwit is running here; start one with 'godwit serve', or name one with --server and --token";

    /// <summary>
    /// Finds the Godwit: the one named, else the one that serves from the data folder named, else from the usual one,
    /// else the demo. Null when none runs.
    /// </summary>
    public static ServerConnection? Find(CommandContext context)
    {
        var token = Text(context, CommonOptions.Token, TokenVariable);
        if (Text(context, CommonOptions.Server, ServerVariable) is { } server)
        {
            return Uri.TryCreate(server, UriKind.Absolute, out var uri)
                ? new ServerConnection(uri, token ?? Folders(context).Select(folder => folder.Token())
                    .FirstOrDefault(t => t is not null), null)
                : throw new UsageException(
                    $"{CommonOptions.Server.Name} is '{server}'; accepted: a URL such as http://127.0.0.1:4001");
        }

        foreach (var folder in Folders(context))
        {
            if (folder.Running() is { } running)
                return new ServerConnection(new Uri(running.Admin), token ?? folder.Token(), running);
        }

        return null;
    }

    /// <summary>The Godwit found, as a client; a message for the user when none was.</summary>
    public static AdminClient ConnectOrThrow(CommandContext context) =>
        (Find(context) ?? throw new UsageException(NotFound)).Connect();

    /// <summary>A client of the admin API. It lives as long as the command.</summary>
    public AdminClient Connect()
    {
        var root = Admin.AbsoluteUri.EndsWith('/') ? Admin : new Uri(Admin.AbsoluteUri + "/");
        return new AdminClient(new HttpClient { BaseAddress = root }, Token, $"{Environment.UserName} (command line)");
    }

    private static IReadOnlyList<DataFolder> Folders(CommandContext context) =>
        Text(context, CommonOptions.Data, DataFolder.Variable) is { } named
            ? [new DataFolder(named)]
            : [DataFolder.Default, DataFolder.Demo];

    private static string? Text(CommandContext context, System.CommandLine.Option<string> option, string variable) =>
        context.Parse.GetValue(option)
            ?? (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null);
}
