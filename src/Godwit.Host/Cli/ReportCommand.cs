using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Host.Cli.Output;

namespace Godwit.Host.Cli;

/// <summary>
/// <c>godwit report</c>: requests by anything, what fallbacks cost, what caches saved, unused grants.
/// </summary>
internal static class ReportCommand
{
    private static readonly Option<string> By = new("--by")
    {
        Description = "What the rows are told apart by, between commas: hour, day, month, and everything that requests "
            + "can be chosen by below. Default: organization,model,provider.",
        HelpName = "LIST",
        DefaultValueFactory = _ => "organization,model,provider",
    };

    private static readonly Option<string> Measures = new("--measures")
    {
        Description = "What is measured beside requests, input, output and cost, between commas: tokens, of each kind; "
            + "times, with percentiles. Both are read from every record of at most 93 days.",
        HelpName = "LIST",
    };

    private static readonly Option<string> TimeZone = new("--time-zone")
    {
        Description = "Time zone of hours, days and months, e.g. Asia/Shanghai. Default: UTC.", HelpName = "NAME",
    };

    private static readonly ReportOptions Options = new();
    private static readonly ReportOptions FallbackOptions = new();
    private static readonly ReportOptions CacheOptions = new();

    public static Command Create()
    {
        var command = new Command("report", "Reports requests, tokens, cost and times by anything that records hold.")
        {
            By, Measures, TimeZone,
        };
        Options.AddTo(command).SetAction(CommandContext.Action(RunAsync));
        var fallbacks = new Command(
            "fallbacks", "What failed attempts cost, and what it cost that another target than the first answered.");
        FallbackOptions.AddTo(fallbacks).SetAction(CommandContext.Action(FallbacksAsync));
        var caches = new Command("caches", "What providers' caches saved, less what writing to them cost more.");
        CacheOptions.AddTo(caches).SetAction(CommandContext.Action(CachesAsync));
        command.Add(fallbacks);
        command.Add(caches);
        command.Add(UnusedGrantsCommand.Create());
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var filters = Options.Read(context);
        filters["measures"] = context.Parse.GetValue(Measures);
        filters["time_zone"] = context.Parse.GetValue(TimeZone);
        var by = context.Parse.GetRequiredValue(By)
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var report = await ServerConnection.ConnectOrThrow(context).ReportAsync(by, filters, context.Cancellation);
        return context.Write(
            JsonSerializer.SerializeToNode(report, AdminJsonContext.Default.RequestsReport)!,
            RequestsTable.Of(report));
    }

    private static async Task<int> FallbacksAsync(CommandContext context)
    {
        var report = await ServerConnection.ConnectOrThrow(context)
            .FallbackReportAsync(FallbackOptions.Read(context), context.Cancellation);
        return context.Write(
            JsonSerializer.SerializeToNode(report, AdminJsonContext.Default.FallbackReport)!,
            new ResultTable(
                "Attempts that failed",
                ["provider", "model", "failure", "attempts#", "rescued#", "took#", "tokens in#", "out#", "cost#",
                    "without cost#"],
                [.. report.FailedAttempts.Select(row => new[]
                {
                    row.Provider, row.Model, row.Failure, Number(row.Attempts), Number(row.Rescued),
                    Milliseconds(row.DurationMs), Number(row.InputTokens), Number(row.OutputTokens),
                    RequestsTable.Money(row.Cost), Number(row.WithoutCost),
                })])
            {
                Notes = [$"{Number(report.WithFailedAttempts)} of {Number(report.Requests)} requests had one."],
            },
            new ResultTable(
                "Answers of another target than the route's first one",
                ["first", "answered", "because of", "requests#", "compared#", "cost#", "at the first#", "difference#"],
                [.. report.Reroutes.Select(row => new[]
                {
                    row.First, row.Answered, row.Cause.ToString().ToLowerInvariant(), Number(row.Requests),
                    Number(row.Compared), Amounts(row.Premium, p => p.Cost), Amounts(row.Premium, p => p.CostAtFirst),
                    Amounts(row.Premium, p => p.Difference),
                })]));
    }

    private static async Task<int> CachesAsync(CommandContext context)
    {
        var report = await ServerConnection.ConnectOrThrow(context)
            .CacheReportAsync(CacheOptions.Read(context), context.Cancellation);
        return context.Write(
            JsonSerializer.SerializeToNode(report, AdminJsonContext.Default.CacheReport)!,
            new ResultTable(
                null,
                ["provider", "model", "requests#", "input#", "read#", "written#", "saved#", "extra#", "net#",
                    "without price#"],
                [.. report.Rows.Select(row => new[]
                {
                    row.Provider, row.Model, Number(row.Requests), Number(row.InputTokens),
                    Number(row.CacheReadInputTokens), Number(row.CacheWriteInputTokens),
                    Savings(row.Saving, s => s.Saved), Savings(row.Saving, s => s.Extra),
                    Savings(row.Saving, s => s.Net), Number(row.WithoutPrice),
                })])
            {
                Notes = [.. report.Total.Select(t => $"Saved in all: {RequestsTable.Amount(t.Net)} {t.Currency}")],
            });
    }

    private static string Amounts(IReadOnlyList<ReroutePremium> premiums, Func<ReroutePremium, decimal> of) =>
        RequestsTable.Money([.. premiums.Select(p => new UsageCost(p.Currency, of(p)))]);

    private static string Savings(IReadOnlyList<CacheSavingAmount> savings, Func<CacheSavingAmount, decimal> of) =>
        RequestsTable.Money([.. savings.Select(s => new UsageCost(s.Currency, of(s)))]);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Milliseconds(decimal value) =>
        value.ToString("N0", CultureInfo.InvariantCulture) + " ms";
}
