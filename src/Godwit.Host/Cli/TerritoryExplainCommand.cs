using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Host.Cli.Output;
using Godwit.Host.Local;
using Godwit.Host.Serve;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;

namespace Godwit.Host.Cli;

/// <summary>
/// <c>godwit territory explain</c>: where an address is, the evidence, who may serve it at an instant, and why.
/// </summary>
internal static class TerritoryExplainCommand
{
    private static readonly Option<string> Address = new("--address", "-a")
    {
        Description = "IP address of the caller; with --forwarded, of the peer that sends the header.",
        HelpName = "ADDRESS",
        Required = true,
    };

    private static readonly Option<string> Forwarded = new("--forwarded")
    {
        Description = "Text of the forwarding header that is believed, as the peer would send it.",
        HelpName = "TEXT",
    };

    private static readonly Option<string> Edge = new("--edge")
    {
        Description = "Text of the edge's header that is believed, e.g. CN, as the peer would send it.",
        HelpName = "CODE",
    };

    private static readonly Option<string> EndUser = new("--end-user")
    {
        Description = "IP address that a reseller hands on as its end user's; the stricter of both decides.",
        HelpName = "ADDRESS",
    };

    private static readonly Option<string> Provider = new("--provider", "-p")
    {
        Description = "One provider. Default: all of them.",
        HelpName = "NAME",
    };

    private static readonly Option<string> Organization = new("--organization")
    {
        Description = "Organization that asks, for scopes, exemptions and facts of its account.",
        HelpName = "NAME",
    };

    private static readonly Option<Surface> Surface = new("--surface")
    {
        Description = $"Way of access asked about: {SurfaceText.Accepted}. Default: api.",
        HelpName = "NAME",
        CustomParser = ParseSurface,
    };

    private static readonly Option<DateTimeOffset?> At = new("--at")
    {
        Description = "The instant asked about, RFC 3339, e.g. 2024-07-08T23:59:59Z. Default: now.",
        HelpName = "INSTANT",
        CustomParser = result => Instant.Parse(result),
    };

    public static Command Create()
    {
        var command = new Command("explain",
            "Explains where an address is, on what evidence, and which providers may serve it at an instant. Asks "
                + "the Godwit "
            + "that runs; without one, decides here under --config, or under the demo's policies.")
        {
            Address, Forwarded, Edge, EndUser, Provider, Organization, Surface, At,
            ServeSettingList.Config.Option, ServeSettingList.ClientAddress.Option, ServeSettingList.TrustedProxy.Option,
            ServeSettingList.EdgeHeader.Option, ServeSettingList.EdgeRange.Option, ServeSettingList.Mmdb.Option,
            ServeSettingList.Feeds.Option, ServeSettingList.Catalog.Option,
        };
        command.WithServer().SetAction(CommandContext.Action(RunAsync));
        return command;
    }

    private static Surface ParseSurface(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (!SurfaceText.TryParse(text, out var surface))
            result.AddError($"'{text}' is no way of access; accepted: {SurfaceText.Accepted}");
        return surface;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var question = new TerritoryQuestion
        {
            Address = context.Parse.GetRequiredValue(Address),
            Forwarded = context.Parse.GetValue(Forwarded),
            Edge = context.Parse.GetValue(Edge),
            EndUser = context.Parse.GetValue(EndUser),
            Provider = context.Parse.GetValue(Provider),
            Organization = context.Parse.GetValue(Organization),
            Surface = context.Parse.GetValue(Surface),
            At = context.Parse.GetValue(At),
        };
        var reader = new ServeSettingsReader(context.Parse, Environment.GetEnvironmentVariable);
        var settings = reader.Read(DataFolder.Default);
        if (reader.Errors.Count > 0)
            return context.Fail(string.Join("\ngodwit: ", reader.Errors), ExitCode.WrongUsage);
        if (settings.Config.Count > 0 || ServerConnection.Find(context) is not { } connection)
            return ExplainHere(context, settings, question);
        var found = await connection.Connect().ExplainAsync(question, context.Cancellation);
        var policies = found.AsOf ? $"by the policies in force then (revision {found.SnapshotRevision})"
            : question.At < DateTimeOffset.UtcNow ? "by today's policies, for history does not go back so far"
            : "by today's policies";
        return Show(context, found, $"{policies}, by the Godwit at {connection.Admin}");
    }

    private static int ExplainHere(CommandContext context, ServeSettings settings, TerritoryQuestion question)
    {
        var now = DateTimeOffset.UtcNow;
        var configuration = settings.Config.Count > 0
            ? LocalConfiguration.Read(settings.Config, settings.CatalogOverlay)
            : LocalConfiguration.OfDemo(now, settings.CatalogOverlay);
        if (configuration.Errors.Count > 0)
            return context.Fail(string.Join("\ngodwit: ", configuration.Errors));
        var origin = settings.Config.Count > 0
            ? $"here, under {string.Join(", ", settings.Config)}"
            : "here, under the demo's policies, for no Godwit runs and no --config is given";
        try
        {
            return Show(context, LocalExplainer.Explain(configuration, settings, question, now), origin);
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException)
        {
            return context.Fail(failure.Message, ExitCode.WrongUsage);
        }
    }

    private static int Show(CommandContext context, TerritoryExplanation found, string origin)
    {
        var data = JsonSerializer.SerializeToNode(found, AdminJsonContext.Default.TerritoryExplanation)!;
        return context.Write(data, Caller(found), Evidence(found), Providers(found, origin), Policies(found));
    }

    private static ResultTable Caller(TerritoryExplanation found) => ResultTable.Facts(
        null,
        ("address", found.Address ?? "none: the chain is not trusted"),
        ("found by", found.Chain.ToString()),
        ("territory", found.Territory is null ? "unknown" : $"{found.Territory} {found.TerritoryName}"
            + (found.Subdivision is null ? "" : $", {found.Subdivision}")),
        ("confidence", Words(found.Confidence) + (found.Disputed ? ", disputed" : "")),
        ("network", Words(found.Network) + (found.SpecialPurpose is null ? "" : $" ({found.SpecialPurpose})")
            + (found.CloudRegion is null ? "" : $", cloud region {found.CloudRegion}")
            + (found.NetworkSources.Count == 0 ? "" : $", says {string.Join(", ", found.NetworkSources)}")),
        ("edge header", found.Edge is { } edge ? Edges(edge) : null),
        ("end user", found.EndUser is not { } user ? null
            : $"{user.Address}, {user.Territory ?? "unknown"}, {Words(user.Confidence)}, {Words(user.Network)}"),
        ("looked for", string.Join(", ", found.Coverage.Select(Words))),
        ("instant", Instant.Format(found.At)));

    private static string Edges(ExplainedEdge edge) =>
        $"{edge.Header ?? "none"}: {edge.Value}, {(edge.Believed ? "believed" : "not believed")}: {edge.Because}";

    private static ResultTable Evidence(TerritoryExplanation found) => new(
        "Evidence",
        ["source", "method", "says", "territory", "data of"],
        [.. found.Sources.Select(source => new[]
        {
            source.Source, source.Method, source.Raw, source.Territory,
                source.BuiltAt?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        })])
    {
        Notes = found.Attribution,
    };

    private static ResultTable Providers(TerritoryExplanation found, string origin) => new(
        $"Who may serve it at {Instant.Format(found.At)}, decided {origin}",
        ["provider", "verdict", "action", "reason", "policy", "served until", "own list"],
        [.. found.Providers.Select(provider => new[]
        {
            provider.Provider, provider.Verdict, Words(provider.Action),
            Words(provider.Reason) + (provider.OfEndUser ? " (end user)" : ""), provider.Policy,
            provider.ServedUntil is { } until ? Instant.Format(until) : null,
            // That there is one; "listed" would be read as what it says of this caller.
            provider.TerritoryList == "listed" ? "published" : provider.TerritoryList,
        })]);

    private static ResultTable Policies(TerritoryExplanation found) => new(
        "Every policy considered; the strictest decides",
        ["provider", "policy", "verdict", "action", "reason", "refused from", "exempted by"],
        [.. found.Providers.SelectMany(provider => provider.Considered, (provider, policy) => new[]
        {
            provider.Provider, policy.Policy, policy.Verdict, Words(policy.Action), Words(policy.Reason),
            policy.RefusedFrom is { } from ? Instant.Format(from) : null, policy.ExemptionApprover,
        })]);

    private static string Words<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
