using System.Net.Http.Json;

namespace Godwit.Control.Api;

/// <summary>The admin API as methods: prices, and what providers charge.</summary>
public sealed partial class AdminClient
{
    /// <summary>The prices in force at an instant.</summary>
    /// <param name="filters"><c>provider</c>, <c>model</c>, <c>organization</c>, <c>at</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<PriceReport> PricesAsync(
        IReadOnlyDictionary<string, string?>? filters = null, CancellationToken cancellation = default) =>
        GetAsync(Uri("prices", Pairs(filters)), Json.PriceReport, cancellation);

    /// <summary>How the cost of a request came about.</summary>
    public Task<CostExplanation> CostAsync(Guid request, CancellationToken cancellation = default) =>
        GetAsync(Uri($"requests/{request}/cost"), Json.CostExplanation, cancellation);

    /// <summary>
    /// Corrects what stored requests cost, of a part of the period; <c>next</c> says where the next call goes on.
    /// </summary>
    public Task<RepriceReport> RepriceAsync(RepriceRequest request, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Post, Uri("prices/reprice"), JsonContent.Create(request, Json.RepriceRequest),
            Json.RepriceReport, cancellation);

    /// <summary>What a provider says was used, beside our records.</summary>
    public Task<ReconcileReport> ReconcileAsync(ReconcileRequest request, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Post, Uri("usage/reconcile"), JsonContent.Create(request, Json.ReconcileRequest),
            Json.ReconcileReport, cancellation);
}
