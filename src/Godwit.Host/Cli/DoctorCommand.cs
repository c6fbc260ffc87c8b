using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Godwit.Host.Cli.Output;
using Godwit.Host.Doctor;
using Godwit.Host.Serve;

namespace Godwit.Host.Cli;

/// <summary><c>godwit doctor</c>: says what is wrong on this machine and how to mend it.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor",
            "Says what is wrong on this machine and how to mend it. Give it the options of 'serve' that will be used.");
        command.WithServeSettings().Add(CommonOptions.Output);
        command.SetAction(CommandContext.Action(RunAsync));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var findings = await Examination.RunAsync(context.Parse, context.Cancellation);
        var data = new JsonArray([.. findings.Select(finding => new JsonObject
        {
            ["check"] = finding.Check,
            ["state"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(finding.State.ToString()),
            ["found"] = finding.Found,
            ["mend"] = finding.Mend,
        })]);
        context.Write(data, new ResultTable(
            null,
            ["", "check", "found", "how to mend it"],
            [.. findings.Select(f => new[] { Mark(f.State), f.Check, f.Found, f.Mend })]));
        return findings.Any(finding => finding.State == FindingState.Wrong) ? ExitCode.Failure : ExitCode.Success;
    }

    private static string Mark(FindingState state) => state switch
    {
        FindingState.Ok => "ok",
        FindingState.Note => "note",
        _ => "WRONG",
    };
}
