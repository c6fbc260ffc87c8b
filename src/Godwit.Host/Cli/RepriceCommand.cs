using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Host.Cli.Output;

namespace Godwit.Host.Cli;

/// <summary><c>godwit prices reprice</c>: corrects what stored requests cost, when a price was wrong.</summary>
internal static class RepriceCommand
{
    private static readonly Option<DateTimeOffset?> From = new("--from")
    {
        Description = "First instant of the period, RFC 3339; a day begins at midnight UTC.", HelpName = "INSTANT",
        Required = true, CustomParser = Instant.Parse,
    };

    private static readonly Option<DateTimeOffset?> To = new("--to")
    {
        Description = "End of the period, exclusive.", HelpName = "INSTANT", Required = true,
        CustomParser = Instant.Parse,
    };

    private static readonly Option<string> Provider = new("--provider")
    {
        Description = "Only requests that this Provider answered, and attempts that it was sent.", HelpName = "NAME",
    };

    private static readonly Option<string> Model = new("--model")
    {
        Description = "Only answers of and attempts at models of this name; * stands for any characters.",
        HelpName = "PATTERN",
    };

    private static readonly Option<string> Organization = new("--organization")
    {
        Description = "Only requests of this Organization.", HelpName = "NAME",
    };

    private static readonly Option<string> Reason = new("--reason")
    {
        Description = "Why, for the correcting entries. Default: the revision whose prices were used.",
        HelpName = "TEXT",
    };

    private static readonly Option<bool> DryRun = new("--dry-run")
    {
        Description = "Shows the difference by day and model, and writes nothing.",
    };

    public static Command Create()
    {
        var command = new Command("reprice", "Corrects what the requests of a period and their failed attempts cost, "
            + "by the prices in force now for their instants. Records stay as they are: each correction is an entry of "
            + "its own.")
        {
            From, To, Provider, Model, Organization, Reason, DryRun,
        };
        command.WithServer().SetAction(CommandContext.Action(RunAsync));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var server = ServerConnection.ConnectOrThrow(context);
        var request = new RepriceRequest
        {
            From = context.Parse.GetValue(From)!.Value, To = context.Parse.GetValue(To)!.Value,
            Provider = context.Parse.GetValue(Provider), Model = context.Parse.GetValue(Model),
            Organization = context.Parse.GetValue(Organization), Reason = context.Parse.GetValue(Reason),
            DryRun = context.Parse.GetValue(DryRun),
        };
        var all = await server.RepriceAsync(request, context.Cancellation);
        while (all.Next is { } next)
            all = Sum(all, await server.RepriceAsync(request with { After = next }, context.Cancellation));
        return context.Write(
            JsonSerializer.SerializeToNode(all, AdminJsonContext.Default.RepriceReport)!, Table(all, request.DryRun));
    }

    private static RepriceReport Sum(RepriceReport all, RepriceReport more) => more with
    {
        Examined = all.Examined + more.Examined,
        Corrected = all.Corrected + more.Corrected,
        CorrectedAttempts = all.CorrectedAttempts + more.CorrectedAttempts,
        WithoutPrice = all.WithoutPrice + more.WithoutPrice,
        Rows =
        [
            .. all.Rows.Concat(more.Rows)
                .GroupBy(row => (row.Day, row.Provider, row.Model, row.OldCurrency, row.NewCurrency))
                .Select(group => group.First() with
                {
                    Requests = group.Sum(row => row.Requests),
                    Attempts = group.Sum(row => row.Attempts),
                    OldAmount = group.First().OldAmount is null ? null : group.Sum(row => row.OldAmount),
                    NewAmount = group.Sum(row => row.NewAmount),
                }),
        ],
    };

    private static ResultTable Table(RepriceReport report, bool isDryRun) => new(
        isDryRun ? "What would be corrected" : "What was corrected",
        ["day", "provider", "model", "requests#", "failed attempts#", "cost before#", "cost now#", "difference#"],
        [
            .. report.Rows.Select(row => (IReadOnlyList<string?>)
            [
                row.Day.ToString("O", CultureInfo.InvariantCulture), row.Provider, row.Model,
                row.Requests.ToString("N0", CultureInfo.InvariantCulture),
                row.Attempts.ToString("N0", CultureInfo.InvariantCulture), Money(row.OldAmount, row.OldCurrency),
                Money(row.NewAmount, row.NewCurrency),
                row.OldCurrency == row.NewCurrency ? Money(row.NewAmount - row.OldAmount, row.NewCurrency) : null,
            ]),
        ])
    {
        Notes =
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Examined:N0} requests looked at, "
                    + $"{report.Corrected:N0} {(isDryRun ? "to be " : "")}corrected"),
            .. report.CorrectedAttempts == 0 ? [] : new[]
            {
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{report.CorrectedAttempts:N0} failed attempts {(isDryRun ? "to be " : "")}corrected besides"),
            },
            .. report.WithoutPrice == 0 ? [] : new[]
            {
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{report.WithoutPrice:N0} have no cost that can be computed now, and keep what they have"),
            },
        ],
    };

    private static string? Money(decimal? amount, string? currency) =>
        amount is null ? null : $"{PriceDifference.Text(amount)} {currency}";
}
