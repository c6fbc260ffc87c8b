using Godwit.Control.Api;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;
using Godwit.Policy.Routing;
using Godwit.Policy.Snapshot;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Prices;

/// <summary>Shows the prices that are in force at an instant, by the configuration in force now.</summary>
internal static class GetPrices
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/prices", Handle)
        .WithName("getPrices").WithSummary("Shows what models cost at an instant, and where that is written.")
        .Produces<PriceReport>().ProducesProblem(400).ProducesProblem(404);

    private static IResult Handle(
        string? provider, string? model, string? organization, string? at, SnapshotHolder holder, TimeProvider time)
    {
        var query = new QueryText();
        var instant = query.Instant("at", at) ?? time.GetUtcNow();
        if (query.Error is { } error)
            return Problems.BadRequest(error);
        if (holder.Current is not { } snapshot)
            return Problems.NotFound("A configuration in force");
        if (organization is not null && !snapshot.Organizations.Contains(organization))
            return Problems.NotFound($"Organization '{organization}'");
        var prices = PricedTargets.Of(snapshot)
            .Where(t => (provider is null || t.Provider.Name == provider)
                && (model is null || NamePattern.Matches(model, t.Model)))
            .OrderBy(t => t.Provider.Name, StringComparer.Ordinal).ThenBy(t => t.Model, StringComparer.Ordinal)
            .SelectMany(t => Views(t, snapshot, organization, instant.UtcTicks));
        return TypedResults.Json(
            new PriceReport { At = instant, Prices = [.. prices] }, AdminJsonContext.Default.PriceReport);
    }

    private static IEnumerable<PriceView> Views(
        TargetRules target, GatewaySnapshot snapshot, string? organization, long ticks)
    {
        if (organization is not null)
        {
            var timeline = target.Prices?.Of(snapshot.Organizations.IndexOf(organization));
            yield return View(target, timeline == target.Prices?.General ? null : organization, timeline, ticks);
            yield break;
        }

        yield return View(target, null, target.Prices?.General, ticks);
        for (var i = 0; i < target.Prices?.ByOrganization.Length; i++)
        {
            if (target.Prices.ByOrganization[i] is { } own)
                yield return View(target, snapshot.Organizations[i], own, ticks);
        }
    }

    private static PriceView View(TargetRules target, string? organization, PriceTimeline? timeline, long ticks)
    {
        var span = timeline?.SpanAt(ticks);
        var next = timeline?.Spans.FirstOrDefault(s => s.FromTicks > ticks);
        var view = new PriceView
        {
            Provider = target.Provider.Name, Model = target.Model, ProviderModel = target.ProviderModel,
            Catalog = target.Provider.Catalog?.Name, Organization = organization,
            Batch = target.Prices?.Batch == true,
            Currencies = span?.Currencies ?? [],
            Until = next is null ? null : DateOnly.FromDateTime(new DateTime(next.FromTicks, DateTimeKind.Utc)),
        };
        return span?.Price is not { } price ? view : view with
        {
            Currency = price.Currency, Version = price.Version, Source = price.Source,
            ValidFrom = price.Terms.ValidFrom,
            Tiers = [Lowest(price.Terms), .. price.Terms.Tiers ?? []],
            PerServerToolCall = price.PerServerToolCall,
            ServerTools = [.. price.ServerTools.Select(Tool)],
            BatchPercent = price.Terms.BatchPercent,
            Hours = price.Terms.Hours ?? [],
        };
    }

    private static ServerToolPriceConfig Tool(ServerToolPrice tool) => new()
    {
        Tool = tool.Tool,
        PerCall = tool.PerRequest ? null : tool.Price,
        PerRequest = tool.PerRequest ? tool.Price : null,
    };

    private static PriceTierConfig Lowest(IPriceTerms terms) => new()
    {
        AboveInputTokens = 0,
        InputPerMillion = terms.InputPerMillion,
        CacheReadInputPerMillion = terms.CacheReadInputPerMillion,
        CacheWriteInputPerMillion = terms.CacheWriteInputPerMillion,
        CacheWriteHourInputPerMillion = terms.CacheWriteHourInputPerMillion,
        AudioInputPerMillion = terms.AudioInputPerMillion,
        OutputPerMillion = terms.OutputPerMillion,
        ReasoningOutputPerMillion = terms.ReasoningOutputPerMillion,
        AudioOutputPerMillion = terms.AudioOutputPerMillion,
    };
}
