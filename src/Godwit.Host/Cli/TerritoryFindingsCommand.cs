using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Control.Territories.Findings;
using Godwit.Host.Cli.Output;
using Godwit.Policy.Territories;

namespace Godwit.Host.Cli;

/// <summary><c>godwit territory findings</c>: contradictions about where callers are, found in records.</summary>
internal static class TerritoryFindingsCommand
{
    private static readonly Option<DateTimeOffset?> Since = new("--since")
    {
        Description = "Records from this instant on, RFC 3339, or from that long ago. Default: 30d.",
        HelpName = "INSTANT|AGO",
        CustomParser = result => Instant.ParseOrAgo(result),
    };

    private static readonly Option<DateTimeOffset?> Until = new("--until")
    {
        Description = "Records before this instant, RFC 3339, or before that long ago. Default: now.",
        HelpName = "INSTANT|AGO",
        CustomParser = result => Instant.ParseOrAgo(result),
    };

    private static readonly Option<string> Organization = new("--organization")
    {
        Description = "One organization. Default: all of them.",
        HelpName = "NAME",
    };

    private static readonly Option<Confidence?> MinConfidence = new("--min-confidence")
    {
        Description = "How sure a territory must be to contradict anything: low, medium, high or certain. Default: "
            + "medium.",
        HelpName = "LEVEL",
    };

    private static readonly Option<int?>[] Numbers =
    [
        Number("--min-requests", "COUNT", "Fewest requests that are a finding. Default: 10."),
        Number("--min-share-percent", "PERCENT",
            "Least share of a key's requests that contradicts its organization's account. Default: 5."),
        Number("--territories-per-day", "COUNT", "Territories of one key in one day that are a finding. Default: 4."),
        Number("--speed-kmh", "KMH", "Kilometres per hour that nobody travels. Default: 1000."),
        Number("--min-distance-km", "KM", "Nearer territories are never too far apart. Default: 500."),
        Number("--shift-percent", "POINTS",
            "Percentage points by which a key's traffic moves to data centres or hiding networks. Default: 50."),
    ];

    public static Command Create()
    {
        var command = new Command("findings",
            "Lists contradictions about where callers are, found in records: addresses against accounts, keys in many "
            + "territories, impossible travel, traffic that moves after a notice, and policies that are behind.")
        {
            Since, Until, Organization, MinConfidence,
        };
        foreach (var number in Numbers)
            command.Add(number);
        command.WithServer().SetAction(CommandContext.Action(RunAsync));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var filters = Numbers.ToDictionary(
            option => option.Name[2..].Replace('-', '_'),
            option => context.Parse.GetValue(option)?.ToString(CultureInfo.InvariantCulture));
        filters["since"] = Text(context.Parse.GetValue(Since));
        filters["until"] = Text(context.Parse.GetValue(Until));
        filters["organization"] = context.Parse.GetValue(Organization);
        filters["min_confidence"] = context.Parse.GetValue(MinConfidence)?.ToString().ToLowerInvariant();
        var report = await ServerConnection.ConnectOrThrow(context).FindingsAsync(filters, context.Cancellation);
        var title = $"Contradictions from {Instant.Format(report.Since)} to {Instant.Format(report.Until)}";
        return context.Write(
            JsonSerializer.SerializeToNode(report, AdminJsonContext.Default.FindingsReport)!,
            new ResultTable(
                title,
                ["kind", "organization", "key", "provider", "what contradicts what", "count#", "confidence",
                    "first seen", "last seen"],
                [.. report.Findings.Select(Cells)])
            {
                Notes = report.Notes,
            });
    }

    private static string?[] Cells(Finding finding) =>
    [
        JsonNamingPolicy.SnakeCaseLower.ConvertName(finding.Kind.ToString()), finding.Organization, finding.ApiKey,
        finding.Provider, finding.Says, finding.Count.ToString("N0", CultureInfo.InvariantCulture),
        finding.Confidence.ToString().ToLowerInvariant(), Instant.Format(finding.FirstSeen),
        Instant.Format(finding.LastSeen),
    ];

    private static Option<int?> Number(string name, string valueName, string description) =>
        new(name) { Description = description, HelpName = valueName };

    private static string? Text(DateTimeOffset? instant) => instant?.ToString("O", CultureInfo.InvariantCulture);
}
