using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Godwit.Control.Api;
using Godwit.Host.Cli.Output;

namespace Godwit.Host.Cli;

/// <summary><c>godwit usage export</c>: a period's requests, or their cost in FOCUS's columns, as a file.</summary>
internal static class UsageExportCommand
{
    private static readonly Option<string> Format = new("--format")
    {
        Description = "csv or parquet. Default: what the file's name ends with, else csv.", HelpName = "csv|parquet",
    };

    private static readonly Option<bool> Focus = new("--focus")
    {
        Description = "Cost in the columns of FOCUS 1.2, one row for each kind of token, model and project in an hour "
            + "or day. Requests without a known cost are in none.",
    };

    private static readonly Option<string> Granularity = new("--granularity")
    {
        Description = "With --focus: hour or day, in UTC. Default: hour.", HelpName = "hour|day",
    };

    private static readonly Option<string> ExportFile = new("--out", "-o")
    {
        Description = "File to write to.", HelpName = "FILE", Required = true,
    };

    private static readonly ReportOptions Options = new("--from", "--to");

    public static Command Create()
    {
        var command = new Command("export", "Writes a period's requests, or their cost in FOCUS's columns, to a file.")
        {
            Format, Focus, Granularity, ExportFile,
        };
        Options.AddTo(command).SetAction(CommandContext.Action(RunAsync));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var file = context.Parse.GetRequiredValue(ExportFile);
        var admin = ServerConnection.ConnectOrThrow(context);
        var (filters, focus) = (Options.Read(context), context.Parse.GetValue(Focus));
        // Both questions below are about the same period.
        filters["until"] ??= DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture);
        var query = new Dictionary<string, string?>(filters)
        {
            ["format"] = context.Parse.GetValue(Format)
                ?? (file.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) ? "parquet" : "csv"),
            ["focus"] = focus ? "true" : null,
            ["granularity"] = context.Parse.GetValue(Granularity),
        };
        await WriteAsync(context, admin, query, file);
        var total = await TotalAsync(context, admin, filters);
        return context.Write(
            new JsonObject
            {
                ["file"] = file, ["bytes"] = new FileInfo(file).Length, ["requests"] = total?.Requests,
                ["without_cost"] = total?.WithoutCost,
            },
            ResultTable.Facts(
                null, ("file", file), ("requests", Number(total?.Requests)),
                ("cost", total is null ? null : RequestsTable.Money(total.Cost)),
                ("without cost", Number(total?.WithoutCost) + (focus ? ", not in the file" : ""))));
    }

    /// <summary>What a report says of the same requests; null where a report cannot be had of so many.</summary>
    private static async Task<RequestsReportRow?> TotalAsync(
        CommandContext context, AdminClient admin, Dictionary<string, string?> filters)
    {
        try
        {
            return (await admin.ReportAsync([], filters, context.Cancellation)).Total;
        }
        catch (AdminApiException e) when (e.Problem.Status == 400)
        {
            return null;
        }
    }

    private static async Task WriteAsync(
        CommandContext context, AdminClient admin, Dictionary<string, string?> query, string file)
    {
        // An export that breaks off must not be taken for one.
        var unfinished = file + ".part";
        using var progress = Progress.Begin(context, "writing the export");
        try
        {
            await using (var output = File.Create(unfinished))
                await admin.ExportUsageAsync(query, output, context.Cancellation);
            File.Move(unfinished, file, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static string Number(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? "unknown";
}
