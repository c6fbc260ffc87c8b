using Godwit.Control.Api;

namespace Godwit.Control.Reports;

/// <summary>Amounts by currency: never added across them.</summary>
internal sealed class MoneySums
{
    private readonly SortedDictionary<string, decimal> amounts = new(StringComparer.Ordinal);

    public void Add(string currency, decimal amount) =>
        amounts[currency] = amounts.GetValueOrDefault(currency) + amount;

    public IReadOnlyList<UsageCost> Result => [.. amounts.Select(a => new UsageCost(a.Key, Plain(a.Value)))];

    /// <summary>The amount without zeros at its end.</summary>
    public static decimal Plain(decimal amount) => amount / 1.000000000000000000000000000m;
}
