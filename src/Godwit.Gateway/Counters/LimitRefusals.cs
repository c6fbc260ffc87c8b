using System.Globalization;
using Godwit.Policy.Configuration;
using Godwit.Policy.Limits;
using Godwit.Policy.Routing;
using Godwit.Providers.Tokens;

namespace Godwit.Gateway.Counters;

/// <summary>What clients are told of limits, as OpenAI tells it.</summary>
internal static class LimitRefusals
{
    private const string Accepted = "Ask the operator to raise it";

    public static Refusal Of(LimitRefusal refusal)
    {
        var limit = refusal.Limit;
        if (refusal.Tools is { } tools)
            return Unbounded(limit, refusal.Target!, tools);
        if (limit.Unit == LimitUnit.Spend && refusal is { Requested: 0, Left: 0, Wait: null })
            return Unpriced(limit);
        var (requested, most) = (Shown(refusal.Requested, limit), Shown(limit.Most, limit));
        var what = $"{limit.Label} allows {most} {UnitOf(limit)}{SpanOf(limit)}; {Shown(refusal.Left, limit)} are left "
            + $"and the request may need {requested}{BasisOf(refusal)}";
        return new Refusal
        {
            Status = 429,
            Code = limit.IsBudget ? "insufficient_quota" : "rate_limit_exceeded",
            Type = limit.IsBudget ? "insufficient_quota" : limit.Unit is LimitUnit.Requests or LimitUnit.Concurrency
                ? "requests" : "tokens",
            Message = refusal.Wait is null
                ? $"{what}, which is more than it ever allows. Shorten the input, ask for fewer output tokens, or "
                    + $"{char.ToLowerInvariant(Accepted[0])}{Accepted[1..]}."
                : $"{what}. Try again in {Text(refusal.Wait.Value)}, or ask for fewer output tokens.",
            RetryAfterSeconds = refusal.Wait is { } wait && !limit.IsBudget
                ? (int)Math.Min(int.MaxValue, Math.Ceiling(Math.Max(1, wait.TotalSeconds))) : null,
            NoRetry = limit.IsBudget || refusal.Wait is null,
        };
    }

    public static Refusal GrantEnded(RouteRules? route) => new()
    {
        Status = 429,
        Code = "grant_used_up",
        Type = "insufficient_quota",
        Message = $"What was given for {route?.Name} does not suffice for this request, and the route pays for nothing "
            + "beyond it (on_grant_end: next). Ask for fewer output tokens, or have another target added.",
        NoRetry = true,
    };

    private static Refusal Unbounded(LimitRules limit, TargetRules target, ProviderTools tools) => new()
    {
        Status = 400,
        Code = "tools_unbounded",
        Type = "invalid_request_error",
        Message = $"{limit.Label} is a hard limit of {UnitOf(limit)}, and the request has {target.Name} run tools "
            + "itself without saying how often at most. "
            + (tools.Member is { } member ? $"Set {member}, or leave out the tools; or the operator can set "
                : "Nothing can say that for these tools: leave them out, or have the operator set ")
            + "unbounded_tools: allow on the limit.",
        Param = tools.Member,
        NoRetry = true,
    };

    private static Refusal Unpriced(LimitRules limit) => new()
    {
        Status = 403,
        Code = "price_unknown",
        Type = "request_forbidden",
        Message = $"{limit.Label} is a hard limit of spend in {limit.Currency}, and no price of this model, or of a "
            + "call of the tools that it runs, is known in it. The operator can add a PriceOverride or an "
            + "ExchangeRate, or set unpriced: allow on the budget.",
        NoRetry = true,
    };

    private static string BasisOf(LimitRefusal refusal) => refusal switch
    {
        { Target: null } => "",
        { Basis: InputBasis.Bytes, Target.Vocabulary: null } =>
            $" (its input counts by its bytes: {refusal.Target.Name} has no published vocabulary to count tokens by)",
        { Basis: InputBasis.Bytes } => " (its input counts by its bytes)",
        { Basis: InputBasis.Counted } => " (its input was counted in tokens)",
        { Basis: InputBasis.Tools } =>
            $" (its input counts as all that {refusal.Target.Name} takes, for each call of a tool that it may run and "
                + "once more)",
        { Basis: InputBasis.Context } =>
            $" (its input refers to what it does not hold, and counts as all that {refusal.Target.Name} takes)",
        _ => "",
    };

    private static string UnitOf(LimitRules limit) => limit.Unit switch
    {
        LimitUnit.Requests => "requests",
        LimitUnit.Tokens => "tokens",
        LimitUnit.InputTokens => "input tokens",
        LimitUnit.OutputTokens => "output tokens",
        LimitUnit.Concurrency => "requests at one time",
        _ => limit.Currency!,
    };

    private static string SpanOf(LimitRules limit) =>
        limit.WindowTicks > 0 ? $" in {Text(TimeSpan.FromTicks(limit.WindowTicks))}"
        : limit.IsBudget ? " in its period"
        : "";

    private static string Shown(long amount, LimitRules limit) => limit.Unit == LimitUnit.Spend
        ? LimitAmount.Shown(amount, limit.Unit).ToString("0.######", CultureInfo.InvariantCulture)
        : amount.ToString(CultureInfo.InvariantCulture);

    private static string Text(TimeSpan span) => LimitHeaders.Duration(span);
}
