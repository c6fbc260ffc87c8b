using Godwit.Control.Api;
using Godwit.Control.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Usage;

/// <summary>Sums up requests, told apart as asked.</summary>
internal static class GetUsage
{
    private static readonly string[] Dimensions =
        [.. Enum.GetNames<UsageDimension>().Select(n => n.ToLowerInvariant())];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/usage", HandleAsync)
        .WithName("getUsage")
            .WithSummary("Sums up requests by organization, project, key, model, provider, territory, day or decision.")
        .Produces<UsageReport>().ProducesProblem(400);

    private static async Task<IResult> HandleAsync(
        string? by, [AsParameters] UsageQuery parameters, IRequestStore store, CancellationToken cancellation)
    {
        var names = (by ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Distinct().ToArray();
        if (names.FirstOrDefault(n => !Dimensions.Contains(n)) is { } unknown)
            return Problems.BadRequest($"by: '{unknown}' is not known", Dimensions);
        var query = new QueryText();
        var filter = parameters.ToFilter(query);
        if (query.Error is { } error)
            return Problems.BadRequest(error);
        var sums = await store.SumAsync(
            [.. names.Select(n => Enum.Parse<UsageDimension>(n, ignoreCase: true))], filter, cancellation);
        return TypedResults.Json(
            new UsageReport { By = names, Since = filter.Since, Until = filter.Until, Rows = Rows(names, sums) },
            AdminJsonContext.Default.UsageReport);
    }

    /// <summary>One row a group: the sums of its currencies are added up, its amounts of money are not.</summary>
    private static List<UsageRow> Rows(string[] names, IReadOnlyList<UsageSum> sums) =>
    [
        .. sums.GroupBy(s => string.Join('\0', s.Values.Select(v => v ?? "\u0001"))).Select(group => new UsageRow
        {
            Group = names.Zip(group.First().Values).ToDictionary(pair => pair.First, pair => pair.Second),
            Requests = group.Sum(s => s.Requests),
            Refused = group.Sum(s => s.Refused),
            Rerouted = group.Sum(s => s.Rerouted),
            InputTokens = group.Sum(s => s.InputTokens),
            OutputTokens = group.Sum(s => s.OutputTokens),
            CacheReadInputTokens = group.Sum(s => s.CacheReadInputTokens),
            ReasoningOutputTokens = group.Sum(s => s.ReasoningOutputTokens),
            Cost =
            [
                .. group.Where(s => s is { Currency: not null, Cost: not null })
                    .Select(s => new UsageCost(s.Currency!, s.Cost!.Value)),
            ],
        }),
    ];
}
