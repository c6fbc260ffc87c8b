using Godwit.Control.Api;
using Godwit.Control.Publishing;
using Godwit.Control.Storage;
using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;
using Godwit.Policy.Snapshot;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Prices;

/// <summary>
/// Shows the parts of a request's cost: by the price its record names where that is still known, else by the one in
/// force for its instant now.
/// </summary>
internal static class ExplainCost
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/requests/{id}/cost", HandleAsync)
        .WithName("explainCost").WithSummary("Shows how the cost of a request came about.")
        .Produces<CostExplanation>().ProducesProblem(400).ProducesProblem(404);

    private static async Task<IResult> HandleAsync(
        string id, IRequestStore store, ICorrectionStore corrections, SnapshotHolder holder, SnapshotArchive archive,
        CancellationToken cancellation)
    {
        var query = new QueryText();
        if (query.Id("id", id) is not { } found)
            return Problems.BadRequest(query.Error!);
        if (await store.FindAsync(found, cancellation) is not { } record)
            return Problems.NotFound($"Request {id}");
        if (holder.Current is not { } current)
            return Problems.NotFound("A configuration in force");
        var entries = await corrections.CorrectionsAsync(found, cancellation);
        var explanation = Explain(record, current) with
        {
            Corrections = [.. entries.Where(entry => entry.Attempt is null)],
            AttemptCorrections = [.. entries.Where(entry => entry.Attempt is not null)],
        };
        // History has the resources of then; the catalog is always today's.
        if (explanation.Corrections.Count == 0 && record.PriceVersion is not null
            && record.PriceVersion != explanation.Version
            && await archive.FindAsync(record.SnapshotRevision, cancellation) is { } then
            && Explain(record, then) is var earlier && earlier.Version == record.PriceVersion)
            explanation = earlier with { AttemptCorrections = explanation.AttemptCorrections };
        return TypedResults.Json(
            explanation with { Note = NoteOf(explanation) }, AdminJsonContext.Default.CostExplanation);
    }

    private static CostExplanation Explain(RequestRecord record, GatewaySnapshot snapshot)
    {
        var schedule = PricedTargets.ScheduleOf(record, snapshot);
        var price = PricedTargets.PriceOf(record, schedule, snapshot);
        var parts = new List<CostPart>();
        var question = new CostQuestion(record.Usage, record.StartedAt.UtcTicks, schedule?.Batch == true);
        var cost = PricePolicy.Of(price, question, parts);
        return new CostExplanation
        {
            Request = record.Id, RecordedVersion = record.PriceVersion, RecordedAmount = record.Cost,
            RecordedCurrency = record.Currency, Source = price?.Source,
            Version = price?.IsCalled(record.PriceVersion) == true ? record.PriceVersion : price?.Version,
            Currency = price?.Currency, Amount = cost?.Amount, Parts = cost is null ? [] : parts,
        };
    }

    private static string? NoteOf(CostExplanation one) => one.Corrections switch
    {
        [] => NoteOf(one, one.RecordedAmount, one.RecordedVersion, "record"),
        [.., var last] => NoteOf(one, last.NewAmount, last.NewPriceVersion, "last correction"),
    };

    private static string? NoteOf(CostExplanation one, decimal? amount, string? version, string written) => one switch
    {
        { Version: null } => "No price is known for the request's instant.",
        { Amount: null } => "The cost is not known whole: something that was used has no price, the provider gave no "
            + "count, or its counts contradict each other.",
        _ when amount is null => "The record has no cost; this is what it would be by the price in force now.",
        _ when version is null => "The record names no price; these are the parts by the price in force now.",
        _ when version != one.Version =>
            $"The price that the {written} names is not known any more; these are the parts by the price in force now.",
        _ when amount != one.Amount => $"The {written} has another amount than these parts come to.",
        _ => null,
    };
}
