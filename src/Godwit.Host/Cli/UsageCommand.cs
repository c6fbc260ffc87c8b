using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Host.Cli.Output;

namespace Godwit.Host.Cli;

/// <summary><c>godwit usage</c>: requests, tokens and cost by whatever they are told apart by.</summary>
internal static class UsageCommand
{
    private static readonly string[] Filters =
        ["organization", "project", "key", "model", "provider", "territory", "decision"];

    private static readonly Option<string> By = new("--by")
    {
        Description =
            "What the rows are told apart by, between commas: organization, project, key, model, provider, territory, "
            + "day, decision. Default: organization,model,provider.",
        HelpName = "LIST",
        DefaultValueFactory = _ => "organization,model,provider",
    };

    private static readonly Option<DateTimeOffset?> Since = new("--since")
    {
        Description = "Only requests from this instant on, RFC 3339, or from that long ago, e.g. 30d.",
        HelpName = "INSTANT|AGO",
        CustomParser = result => Instant.ParseOrAgo(result),
    };

    private static readonly Option<DateTimeOffset?> Until = new("--until")
    {
        Description = "Only requests before this instant, RFC 3339, or before that long ago.",
        HelpName = "INSTANT|AGO",
        CustomParser = result => Instant.ParseOrAgo(result),
    };

    private static readonly Option<bool> Estimated = new("--estimated")
    {
        Description = "Only requests of which Godwit estimated a count of tokens, as the provider told none.",
    };

    private static readonly Option<string>[] FilterOptions =
    [
        .. Filters.Select(name => new Option<string>("--" + name) { Description =
            $"Only requests of this {name}.", HelpName = "NAME" }),
    ];

    public static Command Create()
    {
        var command = new Command("usage", "Sums up requests, tokens and cost by list price.") { By, Since, Until };
        foreach (var filter in FilterOptions)
            command.Add(filter);
        command.Add(Estimated);
        command.Add(ReconcileCommand.Create());
        command.WithServer().SetAction(CommandContext.Action(RunAsync));
        command.Add(UsageExportCommand.Create());
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var filters = FilterOptions.ToDictionary(option => option.Name[2..], option => context.Parse.GetValue(option));
        filters["estimated"] = context.Parse.GetValue(Estimated) ? "true" : null;
        filters["since"] = Text(context.Parse.GetValue(Since));
        filters["until"] = Text(context.Parse.GetValue(Until));
        var by = context.Parse.GetRequiredValue(By)
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var report = await ServerConnection.ConnectOrThrow(context).UsageAsync(by, filters, context.Cancellation);
        return context.Write(
            JsonSerializer.SerializeToNode(report, AdminJsonContext.Default.UsageReport)!,
            new ResultTable(
                null,
                [.. report.By, "requests#", "rerouted#", "refused#", "input tokens#", "output tokens#", "cached#",
                    "reasoning#", "cost#"],
                [.. report.Rows.Select(row => Cells(row, report.By))]));
    }

    private static string?[] Cells(UsageRow row, IReadOnlyList<string> by) =>
    [
        .. by.Select(dimension => row.Group.GetValueOrDefault(dimension)),
        Number(row.Requests), Number(row.Rerouted), Number(row.Refused), Number(row.InputTokens),
            Number(row.OutputTokens),
        Number(row.CacheReadInputTokens), Number(row.ReasoningOutputTokens),
        string.Join(" + ", row.Cost.Select(
            cost => string.Create(CultureInfo.InvariantCulture, $"{cost.Amount:0.######} {cost.Currency}"))),
    ];

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string? Text(DateTimeOffset? instant) => instant?.ToString("O", CultureInfo.InvariantCulture);
}
