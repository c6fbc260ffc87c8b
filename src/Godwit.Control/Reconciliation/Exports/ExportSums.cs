using Godwit.Control.Api;

namespace Godwit.Control.Reconciliation.Exports;

/// <summary>Adds the lines of an export up by day and model.</summary>
/// <param name="names">Patterns and what they are replaced by, to find what an API calls a model.</param>
/// <param name="cachedInInput">Input tokens have those read from a cache in them.</param>
internal sealed class ExportSums(IReadOnlyList<ExportModelName>? names, bool cachedInInput)
{
    private static readonly int Measures = Enum.GetValues<UsageMeasure>().Length;

    private readonly Dictionary<(DateOnly Day, string Model), Sum> sums = [];
    private readonly List<(System.Text.RegularExpressions.Regex Pattern, string Name)> patterns =
        [.. (names ?? []).Select(name => (ExportPattern.Of(name.Pattern), name.Name))];

    public IReadOnlyList<ExportedUse> Rows =>
    [
        .. sums.OrderBy(sum => sum.Key.Day).ThenBy(sum => sum.Key.Model, StringComparer.Ordinal).Select(Row),
    ];

    /// <summary>Adds a figure.</summary>
    public void Add(DateOnly day, string model, UsageMeasure measure, decimal amount)
    {
        var sum = Of(day, model);
        sum.Figures[(int)measure] = (sum.Figures[(int)measure] ?? 0) + amount;
    }

    /// <summary>Says in which currency the day's cost of a model is; false when it was another one before.</summary>
    public bool Pay(DateOnly day, string model, string currency)
    {
        var sum = Of(day, model);
        sum.Currency ??= currency;
        return sum.Currency == currency;
    }

    private Sum Of(DateOnly day, string model)
    {
        if (!sums.TryGetValue((day, model), out var sum))
            sums.Add((day, model), sum = new Sum());
        return sum;
    }

    private ExportedUse Row(KeyValuePair<(DateOnly Day, string Model), Sum> one)
    {
        var (key, sum) = one;
        var (input, cached) = (sum.Tokens(UsageMeasure.InputTokens), sum.Tokens(UsageMeasure.CachedInputTokens));
        return new ExportedUse
        {
            Day = key.Day, Model = key.Model, Name = NameOf(key.Model),
            Requests = sum.Tokens(UsageMeasure.Requests),
            InputTokens = cachedInInput || cached is null ? input : (input ?? 0) + cached,
            CachedInputTokens = cached,
            OutputTokens = sum.Tokens(UsageMeasure.OutputTokens),
            Cost = sum.Figures[(int)UsageMeasure.Cost],
            Currency = sum.Figures[(int)UsageMeasure.Cost] is null ? null : sum.Currency,
        };
    }

    private string? NameOf(string model)
    {
        foreach (var (pattern, name) in patterns)
        {
            if (pattern.IsMatch(model))
                return pattern.Replace(model, name) is { Length: > 0 } found && found != model ? found : null;
        }

        return null;
    }

    private sealed class Sum
    {
        public decimal?[] Figures { get; } = new decimal?[Measures];

        public string? Currency { get; set; }

        public long? Tokens(UsageMeasure measure) =>
            Figures[(int)measure] is { } amount ? (long)decimal.Round(amount) : null;
    }
}
