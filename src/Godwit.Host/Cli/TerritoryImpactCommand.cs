using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Control.Resources.Reading;
using Godwit.Control.Territories.Impact;
using Godwit.Host.Cli.Output;
using Godwit.Policy.Configuration;
using Godwit.Policy.Impact;

namespace Godwit.Host.Cli;

/// <summary><c>godwit territory impact</c>: whom a policy touches, and what may serve them instead.</summary>
internal static class TerritoryImpactCommand
{
    private static readonly Option<string[]> Files = new("--file", "-f")
    {
        Description = "YAML or JSON file with the policy, as if it were applied; nothing is. May be given more than "
            + "once.",
        HelpName = "FILE|DIR",
    };

    private static readonly Option<string> Name = new("--policy")
    {
        Description = "Name of a policy that is applied, or of one of several in the files.",
        HelpName = "NAME",
    };

    private static readonly Option<DateTimeOffset?> Since = new("--since")
    {
        Description = "Traffic from this instant on, RFC 3339, or from that long ago. Default: 30d; with --policy, "
            + "since its notice began.",
        HelpName = "INSTANT|AGO",
        CustomParser = result => Instant.ParseOrAgo(result),
    };

    private static readonly Option<DateTimeOffset?> Until = new("--until")
    {
        Description = "Traffic before this instant, RFC 3339, or before that long ago. Default: now.",
        HelpName = "INSTANT|AGO",
        CustomParser = result => Instant.ParseOrAgo(result),
    };

    private static readonly Option<string> Organization = new("--organization")
    {
        Description = "One organization. Default: all of them.",
        HelpName = "NAME",
    };

    public static Command Create()
    {
        var command = new Command("impact",
            "Tells whom a territory policy touches, by recorded traffic, as if it were in force, and what may serve "
            + "them instead. Changes nothing.")
        {
            Files, Name, Since, Until, Organization,
        };
        command.WithServer().SetAction(CommandContext.Action(RunAsync));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var policy = context.Parse.GetValue(Name);
        var paths = context.Parse.GetValue(Files) ?? [];
        if (paths.Length == 0 && policy is null)
            throw new UsageException("impact takes a file with a TerritoryPolicy (-f), or the name of one (--policy)");
        var errors = new List<ConfigurationError>();
        var documents = paths.SelectMany(path => ResourceReader.ReadPath(path, errors)).ToList();
        if (errors.Count > 0)
            return context.Fail(string.Join("\ngodwit: ", errors));
        var filters = new Dictionary<string, string?>
        {
            ["policy"] = policy,
            ["since"] = context.Parse.GetValue(Since)?.ToString("O", CultureInfo.InvariantCulture),
            ["until"] = context.Parse.GetValue(Until)?.ToString("O", CultureInfo.InvariantCulture),
            ["organization"] = context.Parse.GetValue(Organization),
        };
        var admin = ServerConnection.ConnectOrThrow(context);
        using var progress = Progress.Begin(context, "deciding recorded traffic again");
        try
        {
            var report = await admin.ImpactAsync(
                documents.Count == 0 ? null : ResourceYamlWriter.Write(documents), filters, context.Cancellation);
            progress.Dispose();
            return Show(context, report);
        }
        catch (AdminApiException failure)
        {
            return context.Fail(ProblemText.Of(failure.Problem, documents));
        }
    }

    private static int Show(CommandContext context, ImpactReport report)
    {
        var data = JsonSerializer.SerializeToNode(report, AdminJsonContext.Default.ImpactReport)!;
        return context.Write(data, Organizations(report), Uses(report));
    }

    private static ResultTable Organizations(ImpactReport report) => new(
        $"Whom {report.Policy} touches, by traffic from {Instant.Format(report.Since)} to "
            + Instant.Format(report.Until),
        ["organization", "projects", "keys", "requests#", "share#", "tokens#", "spend#", "territories", "networks",
            "confidence", "first seen", "last seen"],
        [.. report.Organizations.Select(Cells)])
    {
        Notes =
        [
            $"{Number(report.Affected)} of {Number(report.Requests)} requests"
                + (report.Undecided == 0 ? "." : $"; {Number(report.Undecided)} without evidence cannot be decided."),
        ],
    };

    private static string?[] Cells(ImpactedOrganization one) =>
    [
        one.Organization, string.Join(", ", one.Projects), string.Join(", ", one.ApiKeys), Number(one.Requests),
        one.Share.ToString("0.0 %", CultureInfo.InvariantCulture), Number(one.InputTokens + one.OutputTokens),
        string.Join(" + ", one.Spend.Select(
            cost => string.Create(CultureInfo.InvariantCulture, $"{cost.Amount:0.######} {cost.Currency}"))),
        string.Join(", ", one.Territories.Select(t => $"{t.Name ?? "unknown"} {Number(t.Requests)}")),
        string.Join(", ", one.NetworkKinds.Select(k => k.Name).Concat(one.Networks)),
        $"{string.Join(", ", one.Confidence.Select(c => $"{c.Name} {Number(c.Requests)}"))}",
        Instant.Format(one.FirstSeen), Instant.Format(one.LastSeen),
    ];

    private static ResultTable Uses(ImpactReport report) => new(
        "What they would lose, and what may serve them instead",
        ["organization", "uses", "requests#", "instead", "serves#", "lacks", "price"],
        [.. report.Organizations.SelectMany(o => o.Uses.SelectMany(use => Rows(o.Organization, use)))]);

    private static IEnumerable<string?[]> Rows(string organization, ImpactedUse use)
    {
        var first = use.Alternatives.Count == 0 ? null : use.Alternatives[0];
        yield return [organization, $"{use.Provider}/{use.Model}", Number(use.Requests),
            .. first is null ? ["nobody", null, null, null] : Cells(first)];
        foreach (var next in use.Alternatives.Skip(1))
            yield return ["", "", "", .. Cells(next)];
    }

    private static string?[] Cells(Alternative one) =>
    [
        one.Target + (one.InRoute ? " (in the route)" : ""), one.Covers.ToString("0 %", CultureInfo.InvariantCulture),
        !one.Known ? "not known" : string.Join(", ", one.Lacks.Select(Words).Concat(
            one.ShorterContext ? ["context"] : Array.Empty<string>())),
        Price(one.Price) + (one.Grants.Count == 0 ? "" : $"; offers {string.Join(", ", one.Grants)}"),
    ];

    private static string Price(AlternativePrice? price) => price switch
    {
        null => "not known",
        { Ratio: { } ratio } => string.Create(CultureInfo.InvariantCulture, $"{ratio:0.##} times"),
        { Comparison: PriceComparison.OtherCurrency } => string.Create(
            CultureInfo.InvariantCulture,
            $"{price.InputPerMillion:0.####}/{price.OutputPerMillion:0.####} {price.Currency} a million, not compared"),
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"{price.InputPerMillion:0.####}/{price.OutputPerMillion:0.####} {price.Currency} a million"),
    };

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Words<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
