using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Limits;
using Godwit.Policy.Pricing;

namespace Godwit.Gateway.Counters;

/// <summary>What a request came to, in a limit's unit.</summary>
internal static class SpentAmount
{
    /// <summary>
    /// What a request used of what it held: by the figures of its answer, and of attempts that came to nothing; nothing
    /// where no provider answered; and all that it held where one answered and nobody knows how much it was.
    /// </summary>
    public static long Of(in Held held, GatewayRequest request)
    {
        if (held.Limit is { Unit: LimitUnit.Requests })
            return request.AttemptsBegun > 0 ? 1 : 0;
        if (request.MadeInBackgroundBy == request.Id)
            return held.Amount;
        if (request.UsageIsAnothers)
            return 0;
        var spent = held.Grant is { } grant ? grant.AmountOf(request.Usage, request.Cost)
            : held.Limit!.Unit == LimitUnit.Spend ? Money(held.Limit, request)
            : Tokens(held.Limit.Unit, request.Usage);
        var whole = spent ?? (WasAnswered(request) ? held.Amount : 0);

        // What is held for one target was settled with each attempt that failed.
        if (held.Limit is { OfTarget: false })
        {
            foreach (var attempt in request.Attempts)
                whole = LimitAmount.Add(whole, OfFailed(held, request, attempt));
        }

        return whole;
    }

    /// <summary>What an attempt used of what was held for it alone, and of which nothing reached the client.</summary>
    public static long Of(in Held held, GatewayRequest request, AttemptRecord? failed) =>
        failed is null ? 0
        : held.Limit is { Unit: LimitUnit.Requests } ? 1
        : OfFailed(held, request, failed);

    private static long OfFailed(in Held held, GatewayRequest request, AttemptRecord attempt)
    {
        if (attempt.Usage is not { } usage)
            return 0;
        var cost = attempt is { Cost: { } amount, Currency: { } currency } ? new Cost(amount, currency) : (Cost?)null;
        if (held.Grant is { } grant)
            return grant.AmountOf(usage, cost) ?? 0;
        if (held.Limit!.Unit != LimitUnit.Spend)
            return Tokens(held.Limit.Unit, usage) ?? 0;
        return cost is { } known && Exchanged(known, held.Limit, request) is { } money ? money : 0;
    }

    private static long? Exchanged(in Cost cost, LimitRules limit, GatewayRequest request) =>
        request.Snapshot.Exchange.Convert(cost.Amount, cost.Currency, limit.Currency!, request.StartedAt.UtcTicks)
            is { } amount ? LimitAmount.OfMoney(amount) : null;

    /// <summary>A provider's answer has reached the client, or was about to.</summary>
    private static bool WasAnswered(GatewayRequest request) =>
        request.Attempts is [.., { Failure: null, Status: >= 200 and < 300 }];

    private static long? Tokens(LimitUnit unit, in TokenUsage usage) => unit switch
    {
        LimitUnit.InputTokens => usage.InputTokens,
        LimitUnit.OutputTokens => usage.OutputTokens ?? (usage.InputTokens is null ? null : 0),
        _ => usage.InputTokens is null && usage.OutputTokens is null
            ? null : LimitAmount.Add(usage.InputTokens ?? 0, usage.OutputTokens ?? 0),
    };

    // Where a kind that was used has no price, the dearest of those there are: unknown is not nothing.
    private static long? Money(LimitRules limit, GatewayRequest request)
    {
        if (request.Cost is { } cost)
            return Exchanged(cost, limit, request);
        var at = request.StartedAt.UtcTicks;
        if (request.Target?.Prices is not { } prices
            || prices.Of(request.Key!.Project.OrganizationIndex).At(at) is not { } price)
            return request.Usage == default ? null : 0;
        var usage = request.Usage;
        return (usage.InputTokens is not null || usage.OutputTokens is not null)
            && WorstCase.OfUsed(price, usage, at, prices.Batch) is { } dearest
                ? Exchanged(new Cost(dearest, price.Currency), limit, request) : null;
    }
}
