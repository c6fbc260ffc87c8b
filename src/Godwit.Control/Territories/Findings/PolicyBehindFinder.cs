using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Territories.Findings;

/// <summary>Providers that refused a territory themselves, which the policies would have served.</summary>
internal static class PolicyBehindFinder
{
    private const int MostExamples = 5;

    /// <param name="records">Records with such a refusal in one of their attempts, newest first.</param>
    public static IEnumerable<Finding> Find(IReadOnlyList<RequestRecord> records) =>
        from record in records
        from attempt in record.Attempts
        where attempt.Failure == FailureClass.RegionRefusal
        group record by (attempt.Provider, record.Territory, Policy: attempt.PolicyBehind) into refusals
        select Describe(refusals.Key.Provider, refusals.Key.Territory, refusals.Key.Policy, [.. refusals]);

    private static Finding Describe(
        string provider, string? territory, string? policy, IReadOnlyList<RequestRecord> refused) => new()
    {
        Kind = FindingKind.PolicyBehind,
        Provider = provider,
        Policy = policy,
        // One organization is named; of several each is in the example requests.
        Organization = refused.Select(r => r.Organization).Distinct().Count() == 1 ? refused[0].Organization : null,
        Says = $"{provider} itself refuses callers from {territory ?? "an unknown territory"}; "
            + (policy is null ? "no policy has it in its scope" : $"the policy {policy} would serve them"),
        Territories = territory is null ? [] : [territory],
        Count = refused.Count,
        Confidence = refused.Min(r => r.Confidence),
        FirstSeen = refused.Min(r => r.StartedAt),
        LastSeen = refused.Max(r => r.StartedAt),
        Requests = [.. refused.Take(MostExamples).Select(r => r.Id)],
    };
}
