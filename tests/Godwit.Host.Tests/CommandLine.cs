using System.CommandLine;
using Godwit.Host.Cli;

namespace Godwit.Host.Tests;

/// <summary>Runs verbs in this process and keeps what they write.</summary>
internal static class CommandLine
{
    public static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code =
            await GodwitCommandLine.RunAsync(args, new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
