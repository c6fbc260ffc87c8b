using Godwit.Gateway.Steps;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Limits;
using Godwit.Policy.Pricing;

namespace Godwit.Gateway.Counters;

/// <summary>What a request came to, in a limit's unit.</summary>
internal static class SpentAmount
{
    /// <summary>
    /// What a request used of what it held: by the figures of its answer; nothing where no provider answered; and all
    /// that it held where one answered and nobody knows how much it was.
    /// </summary>
    public static long Of(in Held held, GatewayRequest request)
    {
        if (held.Limit is { Unit: LimitUnit.Requests })
            return request.AttemptsBegun > 0 ? 1 : 0;
        if (request.MadeInBackgroundBy == request.Id)
            return held.Amount;
        if (request.UsageIsAnothers)
            return 0;
        var spent = held.Grant is { } grant ? grant.AmountOf(request.Usage, SettleStep.CostOf(request))
            : held.Limit!.Unit == LimitUnit.Spend ? Money(held.Limit, request)
            : Tokens(held.Limit.Unit, request.Usage);
        return spent ?? (WasAnswered(request) ? held.Amount : 0);
    }

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
        var at = request.StartedAt.UtcTicks;
        if (request.Target?.Prices is not { } prices
            || prices.Of(request.Key!.Project.OrganizationIndex).At(at) is not { } price)
            return request.Usage == default ? null : 0;
        var usage = request.Usage;
        var cost = PricePolicy.Of(price, new CostQuestion(usage, at, prices.Batch))?.Amount
            ?? (usage.InputTokens is null && usage.OutputTokens is null ? null
                : WorstCase.Of(price, usage.InputTokens ?? 0, usage.OutputTokens ?? 0, at, prices.Batch));
        return cost is { } known && request.Snapshot.Exchange.Convert(known, price.Currency, limit.Currency!, at) is { } amount
            ? LimitAmount.OfMoney(amount) : null;
    }
}
