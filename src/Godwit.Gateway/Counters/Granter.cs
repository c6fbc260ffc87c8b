using Godwit.Gateway.Attempts;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Grants;
using Godwit.Policy.Pricing;
using Godwit.Policy.Routing;

namespace Godwit.Gateway.Counters;

/// <summary>Pays for attempts from what providers gave, and never beyond it.</summary>
internal sealed class Granter(MeterTable meters, GrantCorrections corrections, TimeProvider time)
{
    // A balance may be taken by others between the look and the reservation.
    private const int MostTries = 3;

    /// <summary>Orders the targets of a plan by their grants, where the route prefers that.</summary>
    /// <returns>False when the route leaves out targets whose grants are over, and none remains.</returns>
    public bool Order(GatewayRequest request) => GrantPolicy.Order(
        request.Plan, request.Route!, OrganizationOf(request), time.GetUtcNow().UtcTicks, BalancesOf(request));

    /// <summary>The account whose grant an attempt is best paid from; null when any will do.</summary>
    public string? AccountFor(GatewayRequest request, TargetRules target) => target.Grants.Any(IsOfAccount)
        ? GrantPolicy.AccountFor(target, OrganizationOf(request), time.GetUtcNow().UtcTicks, BalancesOf(request))
        : null;

    /// <summary>Reserves what an attempt may use at worst in the grant that pays for it, if one does.</summary>
    /// <returns>
    /// Null when the attempt may be made; a failure where the route goes on to the next target instead of paying.
    /// </returns>
    public async ValueTask<AttemptFailure?> ReserveAsync(GatewayRequest request, TargetRules target)
    {
        var now = time.GetUtcNow().UtcTicks;
        var account = request.Credential.Account is { Length: > 0 } named ? named : null;
        var balances = BalancesOf(request);
        var (most, cost) = WorstOf(request, target);
        var counted = false;
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            if (GrantPolicy.Choose(target, account, OrganizationOf(request), now, most, cost, balances)
                is not { } choice)
            {
                // Too much by its bytes may be little enough in tokens.
                if (counted || !await request.Bounds.CountAsync(
                    target, GrantPolicy.RoomOf(target, account, OrganizationOf(request), now, balances)))
                    break;
                counted = true;
                (most, cost) = WorstOf(request, target);
                continue;
            }

            var (meter, period) = (request.Meters.Of(choice.Grant, meters), choice.Period.StartTicks);
            var given = new Allowance(balances.Given(choice.Grant, period), choice.Grant.Version);
            if (await meter.ReserveAsync(
                period, given, choice.Amount, WhenCountersLost.Refuse, request.Http.RequestAborted))
            {
                request.Holds.Add(new Held(meter, null, choice.Grant, period, choice.Amount));
                return null;
            }
        }

        return request.Route is { Prefer: RoutePreference.Grants, OnGrantEnd: GrantEnd.Next }
            && !target.Grants.IsEmpty
            ? AttemptFailure.NoRoom(LimitRefusals.GrantEnded(request.Route)) : null;
    }

    /// <summary>
    /// A provider that says its quota is used up knows better than the ledger: nothing is left of the grant that the
    /// attempt was to be paid from.
    /// </summary>
    public void Believe(GatewayRequest request, AttemptFailure failure)
    {
        if (failure.Class is not (FailureClass.Quota or FailureClass.Balance)
            || request.Holds.Grant is not { Grant: { } grant } held)
            return;
        request.Holds.Correct(held, BalancesOf(request).Given(grant, held.Bucket));
    }

    private GrantBalances BalancesOf(GatewayRequest request) => new(request.Meters, meters, corrections);

    private static (TokenUsage Most, Cost? Cost) WorstOf(GatewayRequest request, TargetRules target)
    {
        var bounds = request.Bounds;
        return (
            new TokenUsage(bounds.InputAt(target), bounds.OutputAt(target), null, null),
            target.Grants.Any(IsOfMoney) ? WorstCostOf(request, target) : null);
    }

    private static Cost? WorstCostOf(GatewayRequest request, TargetRules target)
    {
        var (organization, at) = (OrganizationOf(request), request.StartedAt.UtcTicks);
        return target.Prices?.Of(organization).At(at) is { } price
            && request.Bounds.CostAt(target, organization, at) is { } amount
            ? new Cost(amount, price.Currency) : null;
    }

    private static bool IsOfAccount(GrantRules grant) => grant.ProviderAccount is not null;

    private static bool IsOfMoney(GrantRules grant) => grant.Unit == GrantUnit.Money;

    private static int OrganizationOf(GatewayRequest request) => request.Key!.Project.OrganizationIndex;
}
