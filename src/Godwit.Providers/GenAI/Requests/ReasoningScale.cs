namespace Godwit.Providers.GenAI.Requests;

/// <summary>
/// Between efforts in words and budgets in tokens. No provider publishes such a table: a pair is only near each other,
/// and whoever uses one reports it as approximated.
/// </summary>
public static class ReasoningScale
{
    /// <summary>The budget near an effort; null for none, for a word that is not known, and for as much as there is.
    /// </summary>
    public static long? BudgetOf(string? effort) => effort switch
    {
        "minimal" => 1_024,
        "low" => 4_096,
        "medium" => 8_192,
        "high" => 16_384,
        "xhigh" => 32_768,
        _ => null,
    };

    /// <summary>The effort near a budget.</summary>
    public static string EffortOf(long budget) => budget switch
    {
        <= 0 => "none",
        <= 1_024 => "minimal",
        <= 4_096 => "low",
        <= 10_000 => "medium",
        <= 24_000 => "high",
        _ => "xhigh",
    };
}
