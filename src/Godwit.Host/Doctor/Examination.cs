using System.CommandLine;
using Godwit.Host.Local;
using Godwit.Host.Serve;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;

namespace Godwit.Host.Doctor;

/// <summary>Runs every check, in the order in which things would go wrong.</summary>
internal static class Examination
{
    public static async Task<IReadOnlyList<Finding>> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var reader = new ServeSettingsReader(parse, Environment.GetEnvironmentVariable);
        var settings = reader.Read(DataFolder.Default);
        var running = settings.Data.Running();
        var now = DateTimeOffset.UtcNow;
        var findings = new List<Finding> { MachineChecks.Runtime() };
        findings.AddRange(SettingsFindings(reader.Errors.Concat(PlaneOptions.Control(settings).Validate())));
        findings.Add(await MachineChecks.InlineCompletionsAsync(cancellation));
        findings.AddRange(settings.Listen.Select(point => MachineChecks.Port(ServeSettingList.Listen, point, running)));
        findings.Add(MachineChecks.Port(ServeSettingList.AdminListen, settings.AdminListen, running));
        findings.Add(MachineChecks.Folder(settings.Data));
        findings.Add(await DataChecks.StoreAsync(settings, cancellation));
        findings.Add(await DataChecks.CountersAsync(settings, cancellation));
        findings.AddRange(AddressFindings(settings, now, out var sources));
        findings.Add(MachineChecks.Clock(now, sources));
        findings.AddRange(ConfigurationFindings(settings));
        return findings;
    }

    private static List<Finding> SettingsFindings(IEnumerable<string> errors)
    {
        var wrong = errors.Select(error => Finding.Wrong("settings", error, "see 'godwit serve --help'")).ToList();
        return wrong.Count > 0 ? wrong : [Finding.Ok("settings", "valid")];
    }

    private static List<Finding> AddressFindings(
        ServeSettings settings, DateTimeOffset now, out IReadOnlyList<AddressSource> sources)
    {
        try
        {
            sources = LocalExplainer.Locator(settings, now).Sources;
            return [.. sources.Select(source => DataChecks.AddressSource(source, now))];
        }
        catch (InvalidDataException failure)
        {
            sources = [];
            return [Finding.Wrong("address data", failure.Message,
                $"replace the file, or leave out {ServeSettingList.Mmdb.Option.Name}")];
        }
    }

    private static List<Finding> ConfigurationFindings(ServeSettings settings)
    {
        var errors = new List<ConfigurationError>();
        var catalog = LocalConfiguration.ReadCatalog(settings.CatalogOverlay, errors);
        var configuration = settings.Config.Count > 0
            ? LocalConfiguration.Read(settings.Config, settings.CatalogOverlay)
            : null;
        errors = [.. configuration?.Errors ?? errors];
        var wrong = errors.Select(e =>
            Finding.Wrong("configuration", e.ToString(), "correct the file; 'godwit config validate -f' checks it"));
        return
        [
            .. wrong, DataChecks.Credentials(catalog, Environment.GetEnvironmentVariable),
            .. (configuration?.Set.Providers ?? []).SelectMany(
                provider => DataChecks.Credentials(provider, Environment.GetEnvironmentVariable)),
        ];
    }
}
