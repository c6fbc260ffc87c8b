using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Host.Cli.Output;
using Godwit.Policy.Contracts;

namespace Godwit.Host.Cli;

/// <summary>
/// <c>godwit explain REQUEST_ID</c>: what happened with one request, why, who answered, and what a translation lost.
/// </summary>
internal static class ExplainCommand
{
    private static readonly Argument<Guid> Id = new("REQUEST_ID")
    {
        Description = "The id of the answer's x-godwit-request-id header.",
    };

    public static Command Create()
    {
        var command = new Command("explain", "Shows what happened with one request: who called from where, what was "
            + "decided and why, every attempt, what was used, how its cost came about, and what a translation between "
            + "dialects lost.") { Id };
        command.WithServer().SetAction(CommandContext.Action(RunAsync));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var server = ServerConnection.ConnectOrThrow(context);
        var record = await server.RequestAsync(context.Parse.GetRequiredValue(Id), context.Cancellation);
        var cost = await server.CostAsync(record.Id, context.Cancellation);
        var data = JsonSerializer.SerializeToNode(record, AdminJsonContext.Default.RequestRecord)!;
        data["cost_explained"] = JsonSerializer.SerializeToNode(cost, AdminJsonContext.Default.CostExplanation);
        return context.Write(
            data,
            [
                ResultTable.Facts($"Request {record.Id}", Facts(record, cost)), CostTable.Of(cost),
                .. CostTable.Corrections(cost), Attempts(record), Charges(record), Losses(record),
            ]);
    }

    private static (string, string?)[] Facts(RequestRecord record, CostExplanation explained) =>
    [
        ("started at", Instant.Format(record.StartedAt)),
        ("caller", $"{record.Organization}, project {record.Project}, key {record.ApiKey}"),
        ("asked for", $"{Name(record.Operation)} of {record.RequestModel}"),
        ("from", $"{record.Territory ?? "an unknown territory"} ({record.ClientNetwork})"),
        ("confidence", Name(record.Confidence)),
        ("decision", $"{Name(record.Decision)}, {record.Reason ?? "without a policy"}"),
        ("policy", record.Policy),
        ("answered by", record.Provider is null ? null : $"{record.Provider}/{record.Model}"),
        ("its model", record.ResponseModel),
        ("status", $"{record.Status}{(record.ErrorCode is { } code ? $", {code}" : "")}"),
        ("ending", Name(record.Ending)),
        ("tokens", Tokens(record.Usage)),
        ("of them estimated", record.UsageEstimated ? "what the provider did not tell (docs/usage.md)" : null),
        ("cost", record.Cost is { } cost ? $"{cost.ToString(CultureInfo.InvariantCulture)} {record.Currency}" : null),
        ("price", record.PriceVersion),
        .. explained.Corrections is [.., var last]
            ? new (string, string?)[]
            {
                ("corrected to", $"{last.NewAmount.ToString(CultureInfo.InvariantCulture)} {last.NewCurrency}"),
            }
            : [],
        ("took", $"{record.DurationUs / 1000.0:N1} ms"),
    ];

    private static string? Tokens(TokenUsage usage) => usage == default ? null : string.Join(
        ", ",
        new (string Name, long? Count)[]
        {
            ("input", usage.InputTokens),
            ("of it from a cache", usage.CacheReadInputTokens),
            ("of it to a cache", usage.CacheWriteInputTokens),
            ("of that for an hour", usage.CacheWriteHourInputTokens),
            ("of it sound", usage.AudioInputTokens),
            ("of it pictures", usage.ImageInputTokens),
            ("output", usage.OutputTokens),
            ("of it reasoning", usage.ReasoningOutputTokens),
            ("of it sound", usage.AudioOutputTokens),
            ("of it pictures", usage.ImageOutputTokens),
            ("tools run by the provider", usage.ServerToolCalls),
        }.Where(kind => kind.Count is not null).Select(kind => $"{kind.Name} {kind.Count}")
            .Concat((usage.ServerTools is { } tools ? tools.Counts : [])
                .Select(tool => $"of them {tool.Tool} {tool.Calls}")));

    private static ResultTable Attempts(RequestRecord record) => new(
        "Attempts",
        ["provider", "model", "status#", "failure", "first byte#", "took#", "used in vain", "cost#"],
        [
            .. record.Attempts.Select(attempt => (IReadOnlyList<string?>)
            [
                attempt.Provider, attempt.Model, attempt.Status.ToString(CultureInfo.InvariantCulture),
                attempt.Failure is { } failure ? Name(failure) : null,
                attempt.FirstByteUs is { } first ? $"{first / 1000.0:N1} ms" : null,
                $"{attempt.DurationUs / 1000.0:N1} ms",
                Tokens(attempt.Usage ?? default),
                attempt.Cost is { } cost ? $"{cost.ToString(CultureInfo.InvariantCulture)} {attempt.Currency}" : null,
            ]),
        ]);

    private static ResultTable Charges(RequestRecord record) => new(
        "What it held and used of budgets and grants",
        ["account", "period", "held#", "used#"],
        [
            .. (record.Charges ?? []).Select(charge => (IReadOnlyList<string?>)
            [
                charge.Account,
                charge.Period == 0 ? null : Instant.Format(new DateTimeOffset(charge.Period, TimeSpan.Zero)),
                Amount(charge.Reserved), Amount(charge.Spent + charge.Corrected),
            ]),
        ])
    {
        Notes = record.Charges is null
            ? ["Nothing: no budget and no grant is for it."] : ["Money is in billionths of its currency."],
    };

    private static string Amount(long amount) => amount.ToString("N0", CultureInfo.InvariantCulture);

    private static ResultTable Losses(RequestRecord record) => new(
        "What the translation did not carry over as it was",
        ["what became of it", "field", "why"],
        [.. (record.Losses ?? []).Select(loss => (IReadOnlyList<string?>)[Name(loss.Kind), loss.Path, loss.Reason])])
    {
        Notes = record.Losses is null
            ? ["Nothing: the request was spliced, or everything in it was carried over."] : [],
    };

    private static string? Name<T>(T value) =>
        value?.ToString() is { } text ? JsonNamingPolicy.SnakeCaseLower.ConvertName(text) : null;
}
