using Godwit.Control.Resources;
using Godwit.Control.Storage;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;

namespace Godwit.Control.Territories.Findings;

/// <summary>Looks for contradictions in the records of a period; nothing of it is on a request's way.</summary>
internal sealed class FindingsReader(
    ResourceStore resources, ConfigurationAssembly assembly, IRequestStore requests, ISightingStore sightings,
    SnapshotHolder snapshots)
{
    // Enough to name every provider and territory; the newest are read.
    private const int MostRefusals = 10_000;

    // What a key did before a notice, to compare with.
    private static readonly TimeSpan BeforeNotice = TimeSpan.FromDays(30);

    /// <summary>Everything found, the latest first.</summary>
    public async Task<FindingsReport> ReadAsync(
        DateTimeOffset since, DateTimeOffset until, string? organization, FindingThresholds thresholds,
        CancellationToken cancellation)
    {
        var stored = await resources.ReadAsync(cancellation);
        var organizations = assembly.Assemble(stored.Resources).Set.Organizations;
        var traffic = SeenTraffic.Read(await requests.TrafficAsync(since, until, cancellation), organization);
        var notes = new List<string>();
        List<Finding> found =
        [
            .. DeclarationFinder.Find(traffic, organizations, thresholds),
            .. ManyTerritoriesFinder.Find(traffic, thresholds),
            .. await TravelsAsync(traffic, since, until, thresholds, cancellation),
            .. await ShiftsAsync(since, until, organization, thresholds, notes, cancellation),
            .. await BehindAsync(since, until, organization, cancellation),
        ];
        return new FindingsReport
        {
            Since = since, Until = until, Thresholds = thresholds, Notes = notes,
            Findings = [.. found.OrderByDescending(f => f.LastSeen).ThenBy(f => f.Kind)],
        };
    }

    /// <summary>Providers whose own refusals the policies did not foresee.</summary>
    public async Task<IReadOnlyList<Finding>> BehindAsync(
        DateTimeOffset since, DateTimeOffset until, string? organization, CancellationToken cancellation)
    {
        var records = await sightings.RegionRefusalsAsync(since, until, MostRefusals, cancellation);
        return [.. PolicyBehindFinder.Find(
            [.. records.Where(r => organization is null || r.Organization == organization)])];
    }

    private async Task<IEnumerable<Finding>> TravelsAsync(
        List<SeenTraffic> traffic, DateTimeOffset since, DateTimeOffset until, FindingThresholds thresholds,
        CancellationToken cancellation)
    {
        var finder = new TravelFinder(traffic, thresholds);
        // Most keys are used from one territory only, and their requests need not be read.
        if (finder.Keys.Count > 0)
            await sightings.SightingsAsync(since, until, finder.Keys, sighting => finder.See(sighting), cancellation);
        return finder.Find();
    }

    private async Task<List<Finding>> ShiftsAsync(
        DateTimeOffset since, DateTimeOffset until, string? organization, FindingThresholds thresholds,
        List<string> notes, CancellationToken cancellation)
    {
        var found = new List<Finding>();
        var policies = snapshots.Current?.Providers.SelectMany(p => p.Territories).Distinct() ?? [];
        foreach (var policy in policies)
        {
            if (policy.Timeline.FirstOrDefault(p => p.Notice is not null) is not { } phase)
                continue;
            var noticeFrom = new DateTimeOffset(Math.Max(phase.FromTicks, 0), TimeSpan.Zero);
            if (noticeFrom <= since || noticeFrom >= until)
                continue;
            var before = SeenTraffic.Read(
                await requests.TrafficAsync(noticeFrom - BeforeNotice, noticeFrom, cancellation), organization);
            var after = SeenTraffic.Read(await requests.TrafficAsync(noticeFrom, until, cancellation), organization);
            if (!after.Exists(t => t.Evidence.Coverage.Contains(NetworkKind.Hosting)
                || t.Evidence.Coverage.Contains(NetworkKind.Vpn)))
            {
                notes.Add($"No feed of data centres or VPNs was loaded since the notice of {policy.Label}: whether "
                    + "traffic moved there was not looked for.");
                continue;
            }

            found.AddRange(
                NetworkShiftFinder.Find(policy, phase.Notice!.RefusedFromTicks, before, after, thresholds));
        }

        return found;
    }
}
