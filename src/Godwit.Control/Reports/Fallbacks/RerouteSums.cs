using Godwit.Control.Api;
using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;

namespace Godwit.Control.Reports.Fallbacks;

/// <summary>Requests that one target answered in another one's place.</summary>
internal sealed class RerouteSums
{
    private readonly SortedDictionary<string, (decimal Cost, decimal AtFirst)> amounts = new(StringComparer.Ordinal);
    private long requests;
    private long compared;

    public void Add(RequestRecord record, Cost? atFirst)
    {
        requests++;
        // Amounts in two currencies say nothing about each other.
        if (record.Cost is not { } cost || record.Currency is not { } currency || atFirst?.Currency != currency)
            return;
        compared++;
        var (sum, first) = amounts.GetValueOrDefault(currency);
        amounts[currency] = (sum + cost, first + atFirst.Value.Amount);
    }

    public RerouteRow Row(string first, string answered, RerouteCause cause) => new()
    {
        First = first, Answered = answered, Cause = cause, Requests = requests, Compared = compared,
        Premium =
        [
            .. amounts.Select(a => new ReroutePremium(
                a.Key, MoneySums.Plain(a.Value.Cost), MoneySums.Plain(a.Value.AtFirst),
                MoneySums.Plain(a.Value.Cost - a.Value.AtFirst))),
        ],
    };
}
