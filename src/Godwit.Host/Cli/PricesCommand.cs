using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Godwit.Control.Api;
using Godwit.Host.Cli.Output;
using Godwit.Policy.Pricing;

namespace Godwit.Host.Cli;

/// <summary><c>godwit prices show|diff|import|reprice</c>: what models cost, and what public lists say.</summary>
internal static class PricesCommand
{
    private static readonly Option<string> Provider = new("--provider")
    {
        Description = "Only models of this Provider.", HelpName = "NAME",
    };

    private static readonly Option<string> Model = new("--model")
    {
        Description = "Only models of this name; * stands for any characters.", HelpName = "PATTERN",
    };

    private static readonly Option<string> Organization = new("--organization")
    {
        Description = "What this Organization pays. Default: what everybody does, and who has prices of its own.",
        HelpName = "NAME",
    };

    private static readonly Option<DateTimeOffset?> At = new("--at")
    {
        Description = "The prices of this instant, RFC 3339. Default: now.",
        HelpName = "INSTANT",
        CustomParser = Instant.Parse,
    };

    private static readonly Option<string> From = new("--from")
    {
        Description = "Price list in LiteLLM's or models.dev's JSON format.", HelpName = "FILE", Required = true,
    };

    public static Command Create()
    {
        var show = new Command("show", "Shows the prices in force, and where each is written.")
        {
            Provider, Model, Organization, At,
        };
        show.WithServer().SetAction(CommandContext.Action(ShowAsync));
        var diff = new Command("diff", "Shows where a public price list differs from what is in force.")
        {
            From, PriceImport.Format, PriceImport.As, Provider, Model, At,
        };
        diff.WithServer().SetAction(CommandContext.Action(DiffAsync));
        return new Command("prices", "What models cost: the catalog's list prices and PriceOverride resources.")
        {
            show, diff, PriceImport.Create(), RepriceCommand.Create(),
        };
    }

    private static async Task<int> ShowAsync(CommandContext context)
    {
        var report = await ServerConnection.ConnectOrThrow(context)
            .PricesAsync(Filters(context, context.Parse.GetValue(Organization)), context.Cancellation);
        return context.Write(
            JsonSerializer.SerializeToNode(report, AdminJsonContext.Default.PriceReport)!,
            new ResultTable(
                $"Prices of a million tokens at {Instant.Format(report.At)}",
                ["provider", "model", "organization", "input above#", "input#", "cache read#", "cache write#",
                    "1 hour#", "output#", "currency", "since", "price"],
                [.. report.Prices.SelectMany(Rows)])
            {
                Notes = [.. report.Prices.SelectMany(Notes)],
            });
    }

    private static Dictionary<string, string?> Filters(CommandContext context, string? organization) => new()
    {
        ["provider"] = context.Parse.GetValue(Provider),
        ["model"] = context.Parse.GetValue(Model),
        ["organization"] = organization,
        ["at"] = context.Parse.GetValue(At)?.ToString("O", CultureInfo.InvariantCulture),
    };

    private static IEnumerable<IReadOnlyList<string?>> Rows(PriceView price)
    {
        if (price.Tiers.Count == 0)
        {
            yield return
            [
                price.Provider, price.Model, price.Organization, null, null, null, null, null, null,
                price.Currencies.Count == 0 ? null : string.Join(" or ", price.Currencies), null,
                price.Currencies.Count == 0 ? "not known" : "not decided: say currency on the Provider",
            ];
        }

        foreach (var tier in price.Tiers)
        {
            yield return
            [
                price.Provider, price.Model, price.Organization,
                tier.AboveInputTokens == 0 ? null : tier.AboveInputTokens.ToString("N0", CultureInfo.InvariantCulture),
                PriceDifference.Text(tier.InputPerMillion), PriceDifference.Text(tier.CacheReadInputPerMillion),
                PriceDifference.Text(tier.CacheWriteInputPerMillion),
                PriceDifference.Text(tier.CacheWriteHourInputPerMillion),
                PriceDifference.Text(tier.OutputPerMillion), price.Currency,
                price.ValidFrom?.ToString("O", CultureInfo.InvariantCulture), price.Version,
            ];
        }
    }

    private static IEnumerable<string> Notes(PriceView price)
    {
        var name = $"{price.Provider}/{price.Model}";
        foreach (var hours in price.Hours)
        {
            var days = hours.Days is null ? "every day" : string.Join(", ", hours.Days);
            var percent = PriceDifference.Text(hours.Percent);
            yield return $"{name}: {percent} % from {hours.From} to {hours.Until} UTC, {days}";
        }

        if (price.Batch)
            yield return $"{name} is billed as batch: "
                + (price.BatchPercent is { } batch ? $"{PriceDifference.Text(batch)} %" : "its price is not known");
        if (price.PerServerToolCall is { } call)
            yield return $"{name}: {PriceDifference.Text(call)} {price.Currency} for a call of "
                + (price.ServerTools.Count == 0 ? "a tool of the provider" : "another tool of the provider");
        if (price.ServerTools.Count > 0)
            yield return $"{name}: " + string.Join(", ", price.ServerTools.Select(tool => Text(tool, price.Currency)));
        if (price.Until is { } until)
            yield return $"{name}: another price from {until:O}";
    }

    private static string Text(ServerToolPriceConfig tool, string? currency) =>
        $"{PriceDifference.Text(tool.PerCall ?? tool.PerRequest)} {currency} for "
            + (tool.PerCall is null ? $"a request with {tool.Tool}" : $"each {tool.Tool}");

    private static async Task<int> DiffAsync(CommandContext context)
    {
        var names = PriceFiles.Names(context.Parse.GetValue(PriceImport.As) ?? []);
        var list = PriceFiles.Read(
            context.Parse.GetRequiredValue(From), context.Parse.GetValue(PriceImport.Format));
        var report = await ServerConnection.ConnectOrThrow(context)
            .PricesAsync(Filters(context, null), context.Cancellation);
        var listed = list.Prices.GroupBy(p => (names.GetValueOrDefault(p.Provider, p.Provider), p.Model))
            .ToDictionary(g => g.Key, g => g.First());
        var (found, missing) = (new List<PriceDifference>(), 0);
        foreach (var here in report.Prices.Where(p => p.Organization is null))
        {
            var same = listed.GetValueOrDefault((here.Provider, here.ProviderModel))
                ?? (here.Catalog is null ? null : listed.GetValueOrDefault((here.Catalog, here.ProviderModel)));
            if (same is null)
                missing++;
            else
                found.AddRange(PriceDifference.Between(here, same));
        }

        return Show(context, report, found, missing);
    }

    private static int Show(
        CommandContext context, PriceReport report, List<PriceDifference> found, int missing)
    {
        var rows = new JsonArray([.. found.Select(one => new JsonObject
        {
            ["provider"] = one.Provider, ["model"] = one.Model, ["figure"] = one.Figure,
            ["in_force"] = one.InForce, ["listed"] = one.Listed,
        })]);
        var data = new JsonObject { ["differences"] = rows, ["not_listed"] = missing };
        context.Write(data, ResultTable.Of(
            $"What the list says otherwise than what is in force at {Instant.Format(report.At)}", rows,
            ("provider", "provider"), ("model", "model"), ("figure", "figure"), ("in force#", "in_force"),
            ("listed#", "listed")) with
        {
            Notes = missing == 0 ? [] :
                [$"{missing} models are not in the list. Providers are told apart by name; see --as."],
        });
        return ExitCode.Success;
    }
}
