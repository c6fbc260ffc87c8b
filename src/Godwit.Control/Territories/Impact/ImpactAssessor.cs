using Godwit.Control.Resources;
using Godwit.Control.Storage;
using Godwit.Control.Storage.Traffic;
using Godwit.Policy.Configuration;
using Godwit.Policy.Impact;

namespace Godwit.Control.Territories.Impact;

/// <summary>Tells whom a policy touches, by the traffic that was recorded.</summary>
internal sealed class ImpactAssessor(
    ResourceStore store, ConfigurationAssembly assembly, ITrafficReader reader, IRequestStore requests,
    ControlOptions options, TimeProvider time)
{
    private static readonly TimeSpan UsualPeriod = TimeSpan.FromDays(30);

    /// <summary>Decides the period's traffic again, with the policy as if it were in force.</summary>
    public async Task<ImpactOutcome> AssessAsync(ImpactQuestion question, CancellationToken cancellation)
    {
        var stored = await store.ReadAsync(cancellation);
        var assembled = Assume(stored, question.Documents);
        if (assembled.Errors.Count > 0)
            return new ImpactOutcome { Errors = assembled.Errors };
        var (name, outcome) = Choose(question, assembled.Set);
        if (name is null)
            return outcome!;
        var now = time.GetUtcNow();
        var until = question.Until ?? now;
        var since = question.Since ?? NoticeOf(question, assembled.Set, name, until) ?? until - UsualPeriod;
        if (since >= until)
            return new ImpactOutcome { Problem = "since: an instant before until is expected" };
        var rules = ImpactRules.Compile(assembled.Set, assembly.Catalog, name, question.At ?? now, options.Environment);
        var traffic = await reader.TotalAsync(since, until, cancellation);
        var sums = new ImpactSums(rules, question);
        foreach (var row in traffic)
            sums.Add(row);
        var report = sums.Report(name, since, until) with { Version = VersionOf(stored, question.Documents, name) };
        return new ImpactOutcome
        {
            Report = report with
            {
                Organizations = await new NetworkSample(requests).AddAsync(
                    report.Organizations, sums.SeenOf, cancellation),
            },
        };
    }

    // A policy that is applied gives notice from an instant on: from then it is asked what it would have refused.
    private static DateTimeOffset? NoticeOf(
        ImpactQuestion question, ConfigurationSet set, string name, DateTimeOffset until) =>
        question.Documents.Count == 0
        && set.TerritoryPolicies.First(p => p.Name == name).Spec is var spec
        && (spec.NoticeFrom ?? spec.Announced) is { } from && from < until
            ? from
            : null;

    private AssembledConfiguration Assume(ResourceSet stored, IReadOnlyList<ResourceDocument> documents)
    {
        var replaced = documents.Select(d => new ResourceKey(d.Kind, d.Name)).ToHashSet();
        return assembly.Assemble(
            [.. stored.Resources.Where(r => !replaced.Contains(r.Key)).Select(ConfigurationAssembly.ToDocument),
                .. documents]);
    }

    private static (string? Name, ImpactOutcome? Outcome) Choose(ImpactQuestion question, ConfigurationSet set)
    {
        string[] there = [.. set.TerritoryPolicies.Select(p => p.Name)];
        if (question.Policy is { } asked)
        {
            return there.Contains(asked)
                ? (asked, null)
                : (null, new ImpactOutcome { Problem = $"policy: there is no policy '{asked}'", Accepted = there });
        }

        string[] given =
            [.. question.Documents.Where(d => d.Kind == ResourceKind.TerritoryPolicy).Select(d => d.Name)];
        return given.Length == 1
            ? (given[0], null)
            : (null, new ImpactOutcome
            {
                Problem = given.Length == 0
                    ? "a TerritoryPolicy in the body, or policy with the name of one that is applied, is expected"
                    : "policy: the body holds several policies; the name of one is expected",
                Accepted = given.Length == 0 ? there : given,
            });
    }

    private static long? VersionOf(ResourceSet stored, IReadOnlyList<ResourceDocument> documents, string name) =>
        documents.Any(d => d.Kind == ResourceKind.TerritoryPolicy && d.Name == name)
            ? null
            : stored.Find(new ResourceKey(ResourceKind.TerritoryPolicy, name))?.Version;
}
