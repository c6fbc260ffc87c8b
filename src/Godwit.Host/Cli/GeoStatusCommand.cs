using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Godwit.Host.Cli.Output;
using Godwit.Host.Local;
using Godwit.Host.Serve;

namespace Godwit.Host.Cli;

/// <summary><c>godwit geo status</c>: the address data of this executable, with age, licence and attribution.</summary>
internal static class GeoStatusCommand
{
    public static Command Create()
    {
        var command = new Command("status", "Shows the address data: sources, age, ranges, licences and attribution.")
        {
            ServeSettingList.Mmdb.Option, CommonOptions.Output,
        };
        command.SetAction(CommandContext.Action(Run));
        return command;
    }

    private static Task<int> Run(CommandContext context)
    {
        var now = DateTimeOffset.UtcNow;
        var mmdb = ServeSettingList.Mmdb.Read(context.Parse, Environment.GetEnvironmentVariable);
        var sources = LocalExplainer.Locator(mmdb, now).Sources;
        var data = new JsonArray([.. sources.Select(source => new JsonObject
        {
            ["name"] = source.Name,
            ["healthy"] = source.Healthy,
            ["built_at"] = Instant.Format(source.BuildEpoch),
            ["age_days"] = (int)(now - source.BuildEpoch).TotalDays,
            ["ranges"] = source.Ranges,
            ["licence"] = source.Licence,
            ["attribution"] = source.Attribution,
            ["sha256"] = source.Sha256,
        })]);
        return Task.FromResult(context.Write(data, new ResultTable(
            null,
            ["source", "state", "built", "age in days#", "ranges#", "licence"],
            [.. sources.Select(source => new[]
            {
                source.Name,
                source.Healthy ? "in use" : "left out",
                Instant.Format(source.BuildEpoch),
                ((int)(now - source.BuildEpoch).TotalDays).ToString(CultureInfo.InvariantCulture),
                source.Ranges.ToString("N0", CultureInfo.InvariantCulture),
                source.Licence,
            })])
        {
            Notes = [.. sources.Select(source => source.Attribution).Where(line => line.Length > 0).Distinct()],
        }));
    }
}
