using Godwit.Control.Api;
using Godwit.Policy.Contracts;

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
    /// <param name="attempt">The attempt, with what the provider says it used.</param>
    /// <param name="wasRescued">Another attempt answered the request.</param>
    public void Add(AttemptRecord attempt, bool wasRescued)
    {
        attempts++;
        rescued += wasRescued ? 1 : 0;
        durationUs += attempt.DurationUs;
        withUsage += attempt.Usage is null ? 0 : 1;
        inputTokens += attempt.Usage?.InputTokens ?? 0;
        outputTokens += attempt.Usage?.OutputTokens ?? 0;
        if (attempt is { Cost: { } known, Currency: { } currency })
            cost.Add(currency, known);
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
