using System.Text.Json;
using Godwit.Control.Territories.Impact;
using Godwit.Policy.Configuration;
using Godwit.Policy.Territories;

namespace Godwit.Control.Notices;

/// <summary>The organizations that an impact report names.</summary>
internal sealed class ImpactAudience(ImpactAssessor assessor) : INoticeAudience
{
    // As the report writes them.
    private static readonly HashSet<string?> ByAccount =
    [
        .. Enum.GetValues<TerritoryReason>().Where(IsByAccount)
            .Select(reason => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString())),
    ];

    public async Task<IReadOnlyList<AffectedOrganization>> FindAsync(
        AudienceQuestion question, CancellationToken cancellation)
    {
        var outcome = await assessor.AssessAsync(
            new ImpactQuestion
            {
                Policy = question.Policy,
                Since = question.Since,
                Until = question.Until,
                At = question.At,
                Counts = (evidence, decision) => Counts(question, evidence, decision),
            },
            cancellation);
        // Nobody found is an answer that is kept; no answer is none.
        if (outcome.Report is not { } report)
        {
            throw new InvalidOperationException(
                outcome.Problem ?? $"the configuration has errors, the first: {outcome.Errors[0]}");
        }

        return
        [
            .. report.Organizations.Select(Affected)
                .OrderBy(organization => organization.Organization, StringComparer.Ordinal),
        ];
    }

    // Who is only observed loses nothing. Where the account decides, it does not matter how sure the address is.
    private static bool Counts(AudienceQuestion question, AddressEvidence evidence, TerritoryDecision decision) =>
        decision.Action != TerritoryAction.Observe
        && (IsByAccount(decision.Reason)
            || (evidence.Confidence >= question.MinConfidence
                && (question.IncludeAnonymizers || !IsAnonymizer(evidence.Network))));

    private static bool IsByAccount(TerritoryReason reason) =>
        reason is TerritoryReason.AccountTerritoryNotServed or TerritoryReason.OwnershipNotServed;

    private static AffectedOrganization Affected(ImpactedOrganization found) => new()
    {
        Organization = found.Organization,
        Requests = found.Requests,
        Share = (decimal)found.Share,
        FirstSeen = found.FirstSeen,
        LastSeen = found.LastSeen,
        Territories = [.. found.Territories.Select(territory => territory.Name).OfType<string>()],
        ByAccount = found.Reasons.Any(reason => ByAccount.Contains(reason.Name)),
        Networks = found.Networks,
        Alternatives =
        [
            .. found.Uses.SelectMany(use => use.Alternatives).Select(alternative => alternative.Target).Distinct(),
        ],
    };

    // Relays keep their callers' territory, and most servers call from data centres: neither hides anything.
    private static bool IsAnonymizer(NetworkKind network) => network
        is NetworkKind.Tor or NetworkKind.PublicProxy or NetworkKind.ResidentialProxy or NetworkKind.Vpn;
}
