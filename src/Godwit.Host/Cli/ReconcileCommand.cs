using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Control.Reconciliation.Exports;

namespace Godwit.Host.Cli;

/// <summary><c>godwit usage reconcile</c>: a provider's usage or bill export beside our records.</summary>
internal static class ReconcileCommand
{
    private static readonly Option<string> Format = new("--format")
    {
        Description = $"Which export it is: {string.Join(", ", ExportMappings.Shipped)}, or a file with a mapping of "
            + "columns.",
        HelpName = "NAME|FILE.yaml", Required = true,
    };

    private static readonly Option<string> FilePath = new("--file")
    {
        Description = "The export, csv.", HelpName = "FILE", Required = true,
    };

    private static readonly Option<string> Provider = new("--provider")
    {
        Description = "The Provider whose export it is.", HelpName = "NAME", Required = true,
    };

    private static readonly Option<string> From = new("--from")
    {
        Description = "First day, ISO 8601, in the export's time zone. Default: the first of the export.",
        HelpName = "DAY",
    };

    private static readonly Option<string> To = new("--to")
    {
        Description = "Day after the last one. Default: the day after the last of the export.", HelpName = "DAY",
    };

    private static readonly Option<decimal> Tolerance = new("--tolerance-percent")
    {
        Description = "By how many percent of the greater one two figures may differ and still match. Default: 1.",
        HelpName = "PERCENT", DefaultValueFactory = _ => 1m,
    };

    private static readonly Option<int> Ids = new("--ids")
    {
        Description = "How many requests each explanation names at most. Default: 10.", HelpName = "COUNT",
        DefaultValueFactory = _ => 10,
    };

    public static Command Create()
    {
        var command = new Command("reconcile", "Compares what a provider says was used, by day and model, with the "
            + "records of its requests, and names requests that may be why figures differ. Ends with 1 when some "
            + "differ by more than is tolerated.")
        {
            Format, FilePath, Provider, From, To, Tolerance, Ids,
        };
        command.WithServer().SetAction(CommandContext.Action(RunAsync));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var (from, to) = (DayOf(context, From), DayOf(context, To));
        var mapping = MappingOf(context.Parse.GetRequiredValue(Format));
        var export = Read(context.Parse.GetRequiredValue(FilePath), mapping);
        if (export.Rows.Count == 0 && (from is null || to is null))
            return context.Fail($"none of its {export.Lines} lines says that something was used; say --from and --to "
                + "to compare with that");
        var request = new ReconcileRequest
        {
            Provider = context.Parse.GetRequiredValue(Provider),
            From = from ?? export.Rows[0].Day, To = to ?? export.Rows[^1].Day.AddDays(1),
            TimeZone = mapping.TimeZone, TolerancePercent = context.Parse.GetValue(Tolerance),
            Ids = context.Parse.GetValue(Ids), Rows = export.Rows,
        };
        var report = await ServerConnection.ConnectOrThrow(context)
            .ReconcileAsync(Within(request), context.Cancellation);
        context.Write(
            JsonSerializer.SerializeToNode(report, AdminJsonContext.Default.ReconcileReport)!,
            ReconcileTables.Of(report, mapping, export));
        return report.WithinTolerance ? ExitCode.Success : ExitCode.Failure;
    }

    private static ReconcileRequest Within(ReconcileRequest request) => request with
    {
        Rows = [.. request.Rows.Where(row => row.Day >= request.From && row.Day < request.To)],
    };

    private static ExportMapping MappingOf(string format)
    {
        if (!ExportMappings.Shipped.Contains(format) && !File.Exists(format))
            throw new UsageException($"--format: there is no mapping and no file '{format}'; accepted: "
                + $"{string.Join(", ", ExportMappings.Shipped)}, or a file with a mapping");
        var errors = new List<string>();
        return ExportMappings.Read(format, errors) ?? throw new UsageException(
            $"--format: {format} is no such mapping:\n  {string.Join("\n  ", errors)}");
    }

    private static ExportSummary Read(string path, ExportMapping mapping)
    {
        using var stream = File.OpenRead(path);
        var export = ExportReader.Read(stream, mapping);
        return export.Problems.Count == 0 ? export : throw new IOException(
            $"{path} cannot be read as '{mapping.Name}':\n  {string.Join("\n  ", export.Problems)}");
    }

    private static DateOnly? DayOf(CommandContext context, Option<string> option) =>
        context.Parse.GetValue(option) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, default, out var day) ? day
        : throw new UsageException($"{option.Name}: '{text}' is not a day; accepted: ISO 8601, e.g. 2026-07-01");
}
