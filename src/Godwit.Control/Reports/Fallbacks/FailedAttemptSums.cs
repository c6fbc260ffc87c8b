using Godwit.Control.Api;
using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;

namespace Godwit.Control.Reports.Fallbacks;

/// <summary>What attempts that failed in one way at one provider's model add up to.</summary>
internal sealed class FailedAttemptSums
{
    private const decimal PerMillisecond = 1000m;

    private readonly MoneySums cost = new();
    private long attempts;
    private long rescued;
    private long durationUs;
    private long withUsage;
    private long inputTokens;
    private long outputTokens;
    private long withoutCost;

    /// <summary>Adds one attempt.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="usage">What it used, where the provider told; default where it did not.</param>
    /// <param name="price">What that cost; null where it is not known.</param>
    /// <param name="wasRescued">Another attempt answered the request.</param>
    public void Add(AttemptRecord attempt, TokenUsage usage, Cost? price, bool wasRescued)
    {
        attempts++;
        rescued += wasRescued ? 1 : 0;
        durationUs += attempt.DurationUs;
        withUsage += usage == default ? 0 : 1;
        inputTokens += usage.InputTokens ?? 0;
        outputTokens += usage.OutputTokens ?? 0;
        if (price is { } known)
            cost.Add(known.Currency, known.Amount);
        else
            withoutCost++;
    }

    public FailedAttemptsRow Row(string provider, string model, string failure) => new()
    {
        Provider = provider, Model = model, Failure = failure, Attempts = attempts, Rescued = rescued,
        DurationMs = durationUs / PerMillisecond, WithUsage = withUsage, InputTokens = inputTokens,
        OutputTokens = outputTokens, Cost = cost.Result, WithoutCost = withoutCost,
    };
}
