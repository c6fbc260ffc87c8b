using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Control.Evidence.Replay;
using Godwit.Control.Evidence.Verification;
using Godwit.Host.Cli.Output;

namespace Godwit.Host.Cli;

/// <summary><c>godwit evidence</c>: signed bundles of what was decided, and whether it comes out again.</summary>
internal static class EvidenceCommand
{
    private static readonly Option<string> Organization = new("--organization")
    {
        Description = "Name of the Organization resource.", HelpName = "NAME", Required = true,
    };

    private static readonly Option<string> AnyOrganization = new("--organization")
    {
        Description = "One organization. Default: all of them.", HelpName = "NAME",
    };

    private static readonly Option<DateTimeOffset?> From = new("--from")
    {
        Description = "First instant of the period, RFC 3339, or how long ago, e.g. 90d.",
        HelpName = "INSTANT|AGO",
        Required = true,
        CustomParser = result => Instant.ParseOrAgo(result),
    };

    private static readonly Option<DateTimeOffset?> To = new("--to")
    {
        Description = "End of the period, excluded, RFC 3339, or how long ago. Default: now.",
        HelpName = "INSTANT|AGO",
        CustomParser = result => Instant.ParseOrAgo(result),
    };

    private static readonly Option<string> BundleFile = new("--out", "-o")
    {
        Description = "File to write the bundle to.", HelpName = "FILE", Required = true,
    };

    private static readonly Argument<string> Bundle = new("BUNDLE") { Description = "The bundle's file." };

    private static readonly Option<string> KeyFile = new("--key")
    {
        Description = "File with the public key, in PEM, that must have signed the bundle.", HelpName = "FILE",
    };

    private static readonly Option<string> Fingerprint = new("--fingerprint")
    {
        Description = "Fingerprint that the key in the bundle must have.", HelpName = "HEX",
    };

    public static Command Create()
    {
        var export = new Command("export", "Writes the evidence about an organization as a signed bundle.")
        {
            Organization, From, To, BundleFile,
        };
        export.WithServer().SetAction(CommandContext.Action(ExportAsync));
        var verify = new Command(
            "verify", "Checks a bundle offline: signature, checksums and chains. Needs no server and no data folder.")
        {
            Bundle, KeyFile, Fingerprint, CommonOptions.Output,
        };
        verify.SetAction(CommandContext.Action(VerifyAsync));
        var replay = new Command(
            "replay", "Makes recorded decisions again from stored evidence and the configuration of then.")
        {
            From, To, AnyOrganization,
        };
        replay.WithServer().SetAction(CommandContext.Action(ReplayAsync));
        var key = new Command("key", "Shows the public key that bundles are signed with.");
        key.WithServer().SetAction(CommandContext.Action(ShowKeyAsync));
        return new Command("evidence", "What was decided, on what evidence, for others to check.")
        {
            export, verify, replay, key, EvidenceAddressCommand.Create(),
        };
    }

    private static async Task<int> ExportAsync(CommandContext context)
    {
        var file = context.Parse.GetRequiredValue(BundleFile);
        var admin = ServerConnection.ConnectOrThrow(context);
        // A bundle that breaks off must not be taken for one.
        var unfinished = file + ".part";
        using var progress = Progress.Begin(context, "writing the bundle");
        try
        {
            await using (var output = File.Create(unfinished))
            {
                await admin.ExportEvidenceAsync(
                    context.Parse.GetRequiredValue(Organization), context.Parse.GetValue(From)!.Value,
                    context.Parse.GetValue(To), output, context.Cancellation);
            }

            File.Move(unfinished, file, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
            progress.Dispose();
        }

        return await CheckAsync(context, file, null, null);
    }

    private static async Task<int> VerifyAsync(CommandContext context)
    {
        var pem = context.Parse.GetValue(KeyFile) is { } file
            ? await File.ReadAllTextAsync(file, context.Cancellation)
            : null;
        return await CheckAsync(
            context, context.Parse.GetRequiredValue(Bundle), pem, context.Parse.GetValue(Fingerprint));
    }

    private static async Task<int> CheckAsync(
        CommandContext context, string file, string? pem, string? fingerprint)
    {
        await using var archive = File.OpenRead(file);
        var found = await BundleVerifier.VerifyAsync(archive, pem, fingerprint, context.Cancellation);
        foreach (var problem in found.Problems)
            context.Fail(problem.ToString());
        context.Write(
            JsonSerializer.SerializeToNode(found, AdminJsonContext.Default.BundleVerification)!,
            ResultTable.Facts(null,
                ("bundle", $"{file}: {(found.Intact ? "intact" : "NOT INTACT")}"),
                ("organization", found.Manifest?.Organization),
                ("period", found.Manifest is { } m ? $"{Instant.Format(m.From)} to {Instant.Format(m.To)}" : null),
                ("files", found.Manifest is null ? null : string.Join(
                    ", ", found.Manifest.Files.Select(f => f.Lines is { } lines ? $"{f.Name} {lines}" : f.Name))),
                ("signed by", found.KeyFingerprint is null ? null : found.KeyFingerprint + (found.KeyWasGiven
                    ? "" : ", the key in the bundle; compare it with what its maker published"))));
        return found.Intact ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task<int> ReplayAsync(CommandContext context)
    {
        var admin = ServerConnection.ConnectOrThrow(context);
        using var progress = Progress.Begin(context, "deciding recorded requests again");
        var report = await admin.ReplayAsync(
            context.Parse.GetValue(From)!.Value, context.Parse.GetValue(To),
            context.Parse.GetValue(AnyOrganization), context.Cancellation);
        progress.Dispose();
        context.Write(
            JsonSerializer.SerializeToNode(report, AdminJsonContext.Default.ReplayReport)!,
            new ResultTable(
                null, ["request", "at", "revision#", "recorded", "replayed"],
                [.. report.Disagreements.Select(d => new[]
                {
                    d.Request.ToString(), Instant.Format(d.At), Number(d.Revision), Words(d.Recorded),
                    Words(d.Replayed),
                })])
            {
                Notes =
                [
                    $"{Number(report.Agreed)} of {Number(report.Decided)} decisions came out as recorded; "
                        + $"{Number(report.NotDecided)} requests had none, and {Number(report.NotReproducible)} cannot "
                        + "be decided again.",
                ],
            });
        return report.Disagreed == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task<int> ShowKeyAsync(CommandContext context)
    {
        var key = await ServerConnection.ConnectOrThrow(context).EvidenceKeyAsync(context.Cancellation);
        return context.Write(
            JsonSerializer.SerializeToNode(key, AdminJsonContext.Default.EvidenceKeyView)!,
            ResultTable.Facts(
                null, ("algorithm", key.Algorithm), ("fingerprint", key.Fingerprint), ("key", key.PublicKey)));
    }

    private static string Words(ReplayedDecision one) =>
        string.Join(" ", new[] { one.Decision, one.Reason, one.Policy }.OfType<string>());

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
