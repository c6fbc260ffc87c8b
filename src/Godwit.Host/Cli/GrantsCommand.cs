using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Host.Cli.Output;
using static Godwit.Control.Api.GrantText;

namespace Godwit.Host.Cli;

/// <summary><c>godwit grants list|status|entries|offers|correct</c>: what providers gave, and what is left.</summary>
internal static class GrantsCommand
{
    private static readonly Option<string> Provider = new("--provider")
    {
        Description = "Only what this Provider gave.", HelpName = "NAME",
    };

    private static readonly Option<string> Offerer = new("--provider")
    {
        Description = "Only offers of this Provider or catalog entry.", HelpName = "NAME",
    };

    private static readonly Option<int?> Limit = new("--limit")
    {
        Description = "Most rows to show, to 1000. Default: 100.", HelpName = "NUMBER",
    };

    private static readonly Option<long?> Before = new("--before")
    {
        Description = "Only rows before this place, the last one of the page before.", HelpName = "PLACE",
    };

    private static readonly Option<decimal> Balance = new("--balance")
    {
        Description = "What is left of it now: tokens or money.", HelpName = "AMOUNT", Required = true,
    };

    private static readonly Option<string> Reason = new("--reason")
    {
        Description = "Where that is known from, e.g. the provider's own page.", HelpName = "TEXT", Required = true,
    };

    private static readonly Argument<string> Name = new("NAME") { Description = "Name of the Grant." };

    public static Command Create()
    {
        var list = new Command("list", "Lists what was given, for what, and from when to when.") { Provider };
        list.SetAction(CommandContext.Action(ListAsync));
        var status = new Command("status",
            "Shows what is left of each grant, and when it runs out or how much of it expires unused.") { Provider };
        status.SetAction(CommandContext.Action(StatusAsync));
        var entries = new Command("entries", "Shows the ledger of a grant, newest row first.") { Name, Limit, Before };
        entries.SetAction(CommandContext.Action(EntriesAsync));
        var offers = new Command("offers",
            "Shows what providers offer or once offered, with dates, conditions and source.") { Offerer };
        offers.SetAction(CommandContext.Action(OffersAsync));
        var correct = new Command("correct",
            "Brings what is left of a grant to what the provider says, by a row of the ledger.")
        {
            Name, Balance, Reason,
        };
        correct.SetAction(CommandContext.Action(CorrectAsync));
        return new Command("grants", "What providers gave: tokens and money, what is left, and when it ends.")
        {
            list.WithServer(), status.WithServer(), entries.WithServer(), offers.WithServer(), correct.WithServer(),
        };
    }

    private static async Task<int> ListAsync(CommandContext context)
    {
        var report = await ReportAsync(context);
        return context.Write(
            JsonSerializer.SerializeToNode(report, AdminJsonContext.Default.GrantReport)!,
            new ResultTable(
                null, ["grant", "provider", "models", "account", "amount#", "unit", "from", "until", "offer"],
                [.. report.Grants.Select(g => new[]
                {
                    g.Name, g.Provider, Join(g.Models), g.Account, Amount(g.Amount), Unit(g), Instant.Format(g.From),
                    g.Until is { } until ? Instant.Format(until) : null, g.Offer,
                })])
            {
                Notes = [.. report.Grants.SelectMany(Terms)],
            });
    }

    private static async Task<int> StatusAsync(CommandContext context)
    {
        var report = await ReportAsync(context);
        return context.Write(
            JsonSerializer.SerializeToNode(report, AdminJsonContext.Default.GrantReport)!,
            new ResultTable(
                $"Grants at {Instant.Format(report.At)}",
                ["grant", "provider", "left#", "of#", "unit", "used#", "reserved#", "a day#", "expired unused#",
                    "forecast"],
                [.. report.Grants.Select(g => new[]
                {
                    g.Name, g.Provider, Amount(g.Available), Amount(g.Given), Unit(g), Amount(g.Used),
                    Amount(g.Reserved), g.UsedPerDay is { } day ? Amount(day) : null, Amount(g.ExpiredInAll),
                    Outlook(g),
                })])
            {
                Notes =
                [
                    .. report.Grants.Where(g => g.Corrected > 0)
                        .Select(g => $"{g.Name}: {Amount(g.Corrected)} turned out not to be there"),
                    .. report.Grants.Where(g => g.Corrected < 0)
                        .Select(g => $"{g.Name}: {Amount(-g.Corrected)} turned out to be there besides"),
                ],
            });
    }

    private static async Task<int> EntriesAsync(CommandContext context)
    {
        var name = context.Parse.GetRequiredValue(Name);
        var list = await ServerConnection.ConnectOrThrow(context).GrantEntriesAsync(
            name, context.Parse.GetValue(Before), context.Parse.GetValue(Limit), context.Cancellation);
        return context.Write(
            JsonSerializer.SerializeToNode(list, AdminJsonContext.Default.GrantEntryList)!,
            new ResultTable(
                $"Ledger of {name}, newest first",
                ["place#", "at", "kind", "amount#", "from", "to", "period", "requests#", "id", "note"],
                [.. list.Items.Select(row => new[]
                {
                    row.Seq.ToString(CultureInfo.InvariantCulture), Instant.Format(row.At), row.Kind,
                    Amount(row.Amount), row.From, row.To,
                    row.Period is { } period ? Instant.Format(period) : null,
                    row.Requests?.ToString(CultureInfo.InvariantCulture), row.Id, row.Note,
                })]));
    }

    private static async Task<int> OffersAsync(CommandContext context)
    {
        var list = await ServerConnection.ConnectOrThrow(context)
            .GrantOffersAsync(context.Parse.GetValue(Offerer), context.Cancellation);
        return context.Write(
            JsonSerializer.SerializeToNode(list, AdminJsonContext.Default.GrantOfferList)!,
            new ResultTable(
                $"Offers as the catalog knows them, at {Instant.Format(list.At)}",
                ["catalog", "offer", "what", "models", "offered", "conditions", "verified", "as of", "source",
                    "grants"],
                [.. list.Items.Select(o => new[]
                {
                    o.Catalog, o.Name, o.Title + (PeriodOf(o.Renews) is { } period ? $", each {period}" : ""),
                    Join(o.Models), Days(o), o.Conditions, o.Verified ? "yes" : "no", Day(o.AsOf), o.Source,
                    Join(o.Grants),
                })])
            {
                Notes = ["Offers that are not verified are third parties' word. Read the source before relying on it."],
            });
    }

    private static async Task<int> CorrectAsync(CommandContext context)
    {
        var grant = await ServerConnection.ConnectOrThrow(context).CorrectGrantAsync(
            new GrantCorrectionRequest
            {
                Grant = context.Parse.GetRequiredValue(Name), Balance = context.Parse.GetRequiredValue(Balance),
                Reason = context.Parse.GetRequiredValue(Reason),
            },
            context.Cancellation);
        return context.Write(
            JsonSerializer.SerializeToNode(grant, AdminJsonContext.Default.GrantView)!,
            ResultTable.Facts(
                null, ("grant", grant.Name), ("left", $"{Amount(grant.Available)} {Unit(grant)}"),
                ("corrected by", Amount(-grant.Corrected))));
    }

    private static Task<GrantReport> ReportAsync(CommandContext context) =>
        ServerConnection.ConnectOrThrow(context)
            .GrantsAsync(context.Parse.GetValue(Provider), context.Cancellation);

    private static IEnumerable<string> Terms(GrantView grant)
    {
        if (grant.Organizations is { } organizations)
            yield return $"{grant.Name} is for {Join(organizations)} only";
        if (grant.Conditions is { } conditions)
            yield return $"{grant.Name}: {conditions}";
        if (grant.Source is { } source)
            yield return $"{grant.Name} was read at {source}";
    }

    private static string Days(GrantOfferView offer) =>
        (offer.From, offer.Until) switch
        {
            ({ } from, { } until) => $"{Day(from)} to {Day(until)}",
            ({ } from, null) => $"since {Day(from)}",
            (null, { } until) => $"until {Day(until)}",
            _ => "now, as far as known",
        } + (offer.ValidDays is { } days ? string.Create(CultureInfo.InvariantCulture, $", good for {days} days") : "");

    private static string Day(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    private static string? Join(IReadOnlyList<string>? names) =>
        names is { Count: > 0 } ? string.Join(", ", names) : null;
}
