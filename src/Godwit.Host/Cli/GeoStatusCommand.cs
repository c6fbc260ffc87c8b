using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Godwit.Host.Cli.Output;
using Godwit.Host.Local;
using Godwit.Host.Serve;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;

namespace Godwit.Host.Cli;

/// <summary>
/// <c>godwit geo status</c>: the address data of this executable and of the feeds it is given, with age, rows, licence,
/// attribution and the kinds of network that are looked for.
/// </summary>
internal static class GeoStatusCommand
{
    public static Command Create()
    {
        var command = new Command("status",
            "Shows the address data: sources, age, ranges, licences, attribution, and what is looked for.")
        {
            ServeSettingList.Mmdb.Option, ServeSettingList.Feeds.Option, ServeSettingList.Data.Option,
            CommonOptions.Output,
        };
        command.SetAction(CommandContext.Action(Run));
        return command;
    }

    private static Task<int> Run(CommandContext context)
    {
        var now = DateTimeOffset.UtcNow;
        var reader = new ServeSettingsReader(context.Parse, Environment.GetEnvironmentVariable);
        var settings = reader.Read(DataFolder.Default);
        if (reader.Errors.Count > 0)
            return Task.FromResult(context.Fail(string.Join("\ngodwit: ", reader.Errors), ExitCode.WrongUsage));
        var sources = LocalExplainer.Locator(settings, now).Sources;
        var data = new JsonArray([.. sources.Select(source => Describe(source, now))]);
        return Task.FromResult(context.Write(data, new ResultTable(
            null,
            ["source", "state", "built", "age in days#", "rows#", "unreadable#", "looks for", "licence"],
            [.. sources.Select(source => Row(source, now))])
        {
            Notes =
            [
                .. sources.Where(source => source.Feed?.Error is not null)
                    .Select(source => $"{source.Name}: {source.Feed!.Error}"),
                .. sources.Select(source => source.Attribution).Where(line => line.Length > 0).Distinct(),
            ],
        }));
    }

    private static JsonObject Describe(AddressSource source, DateTimeOffset now)
    {
        var described = new JsonObject
        {
            ["name"] = source.Name,
            ["healthy"] = source.Healthy,
            ["built_at"] = IsLoaded(source) ? Instant.Format(source.BuildEpoch) : null,
            ["age_days"] = IsLoaded(source) ? Age(source, now) : null,
            ["ranges"] = source.Ranges,
            ["licence"] = source.Licence,
            ["attribution"] = source.Attribution,
            ["sha256"] = source.Sha256,
        };
        if (source.Feed is { } feed)
        {
            described["state"] = State(source);
            described["looks_for"] = new JsonArray([.. feed.Kinds.Select(kind => (JsonNode)Word(kind))]);
            described["bad_rows"] = feed.BadRows;
            described["problems"] = new JsonArray([.. feed.Problems.Select(problem => (JsonNode)problem)]);
            described["checked_at"] = feed.CheckedAt is { } at ? Instant.Format(at) : null;
            described["error"] = feed.Error;
        }

        return described;
    }

    private static string?[] Row(AddressSource source, DateTimeOffset now) =>
    [
        source.Name,
        State(source),
        IsLoaded(source) ? Instant.Format(source.BuildEpoch) : null,
        IsLoaded(source) ? Age(source, now).ToString(CultureInfo.InvariantCulture) : null,
        source.Ranges.ToString("N0", CultureInfo.InvariantCulture),
        source.Feed?.BadRows.ToString("N0", CultureInfo.InvariantCulture),
        source.Feed is null ? null : string.Join(", ", source.Feed.Kinds.Select(Word)),
        source.Licence,
    ];

    private static string State(AddressSource source) => source switch
    {
        { Feed: { Loaded: false, Error: null } } => "not fetched yet",
        { Healthy: false } => "left out",
        { Feed.Error: not null } => "in use, update failed",
        { Feed.Stale: true } => "in use, stale",
        _ => "in use",
    };

    private static bool IsLoaded(AddressSource source) => source.Feed?.Loaded != false;

    private static int Age(AddressSource source, DateTimeOffset now) => (int)(now - source.BuildEpoch).TotalDays;

    private static string Word(NetworkKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}
