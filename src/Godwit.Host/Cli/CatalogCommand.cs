using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Godwit.Control.Catalog;
using Godwit.Host.Cli.Output;
using Godwit.Host.Local;
using Godwit.Host.Serve;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;

namespace Godwit.Host.Cli;

/// <summary><c>godwit catalog list|check|show</c>: the facts about providers that this executable ships.</summary>
internal static class CatalogCommand
{
    private static readonly Argument<string> Name = new("PROVIDER") { Description = "Name of the catalog entry." };

    private static readonly Option<int> MaxAge = new("--max-age-days")
    {
        Description = $"Age in days from which a fact counts as stale. Default: {CatalogCheck.DefaultMaxAgeDays}.",
        DefaultValueFactory = _ => CatalogCheck.DefaultMaxAgeDays,
        HelpName = "DAYS",
    };

    public static Command Create()
    {
        var list = new Command("list", "Lists the providers the catalog knows.");
        list.SetAction(CommandContext.Action(List));
        var check = new Command(
            "check", "Reports facts that are stale or missing; fails when a catalog file is wrong.") { MaxAge };
        check.SetAction(CommandContext.Action(Check));
        var show = new Command("show", "Shows everything the catalog knows of a provider, with sources.") { Name };
        show.SetAction(CommandContext.Action(Show));
        var command = new Command(
            "catalog", "The facts about providers: endpoints, models, prices, territories.") { list, check, show };
        foreach (var verb in command.Subcommands)
        {
            verb.Add(ServeSettingList.Catalog.Option);
            verb.Add(CommonOptions.Output);
        }

        return command;
    }

    private static Task<int> List(CommandContext context)
    {
        var entries = Read(context, []).Providers.OrderBy(p => p.Name, StringComparer.Ordinal).ToList();
        var data = new JsonArray([.. entries.Select(entry => new JsonObject
        {
            ["name"] = entry.Name,
            ["title"] = entry.Title,
            ["models"] = entry.Models.Count,
            ["territories"] = Territories(entry),
            ["credential_env"] = new JsonArray([.. entry.CredentialEnv.Select(name => JsonValue.Create(name))]),
            ["as_of"] = entry.AsOf.ToString("O", CultureInfo.InvariantCulture),
            ["verified"] = entry.Verified,
        })]);
        return Task.FromResult(context.Write(data, ResultTable.Of(
            null, data, ("provider", "name"), ("title", "title"), ("models#", "models"), ("territories", "territories"),
            ("credential", "credential_env"), ("as of", "as_of"), ("verified", "verified"))));
    }

    private static Task<int> Check(CommandContext context)
    {
        var errors = new List<ConfigurationError>();
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var report = CatalogCheck.Run(Read(context, errors), today, context.Parse.GetValue(MaxAge));
        foreach (var error in errors)
            context.Error.WriteLine(error.ToString());
        var findings = new JsonArray([.. report.Findings.Select(finding => new JsonObject
        {
            ["provider"] = finding.Provider,
            ["fact"] = finding.Fact,
            ["finding"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(finding.Finding.ToString()),
            ["as_of"] = finding.AsOf.ToString("O", CultureInfo.InvariantCulture),
            ["source"] = finding.Source,
        })]);
        var data = new JsonObject
        {
            ["facts"] = report.Facts, ["unverified"] = report.Unverified, ["findings"] = findings,
        };
        context.Write(data, ResultTable.Of(
            string.Create(CultureInfo.InvariantCulture,
                $"{report.Facts} facts, {report.Unverified} of them not read at the source, "
                    + $"{report.Findings.Count} to look at"),
            findings, ("provider", "provider"), ("fact", "fact"), ("finding", "finding"), ("as of", "as_of"),
                ("source", "source")));
        return Task.FromResult(errors.Count == 0 ? ExitCode.Success : ExitCode.Failure);
    }

    private static Task<int> Show(CommandContext context)
    {
        var catalog = Read(context, []);
        var name = context.Parse.GetRequiredValue(Name);
        if (catalog.Find(name) is not { } entry)
        {
            var known = string.Join(", ", catalog.Providers.Select(p => p.Name).Order(StringComparer.Ordinal));
            return Task.FromResult(context.Fail($"the catalog has no '{name}'; there are {known}"));
        }

        var data = JsonSerializer.SerializeToNode(entry, ConfigJsonContext.Default.CatalogProvider)!;
        // An entry is too deep for a table: people read it as they would write it.
        ResultWriter.Write(
            context.Out, context.Format == OutputFormat.Json ? OutputFormat.Json : OutputFormat.Yaml, data, []);
        return Task.FromResult(ExitCode.Success);
    }

    private static CatalogSet Read(CommandContext context, List<ConfigurationError> errors) =>
        LocalConfiguration.ReadCatalog(
        ServeSettingList.Catalog.ReadOne(context.Parse, Environment.GetEnvironmentVariable), errors);

    private static string Territories(CatalogProvider entry) => entry.Territories.Status == TerritoryListStatus.Listed
        ? string.Create(CultureInfo.InvariantCulture, $"{entry.Territories.Countries.Count} listed")
        : "unknown";
}
