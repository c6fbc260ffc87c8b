using System.Net.Http.Json;

namespace Godwit.Control.Api;

/// <summary>The admin API as methods: grants and their ledger.</summary>
public sealed partial class AdminClient
{
    /// <summary>What providers gave, what is left of it, and how each will end.</summary>
    public Task<GrantReport> GrantsAsync(string? provider = null, CancellationToken cancellation = default) =>
        GetAsync(Uri("grants", ("provider", provider)), Json.GrantReport, cancellation);

    /// <summary>Rows of the ledger of a grant, newest first.</summary>
    public Task<GrantEntryList> GrantEntriesAsync(
        string grant, long? before = null, int? limit = null, CancellationToken cancellation = default) =>
        GetAsync(
            Uri("grant-entries", ("grant", grant), ("before", Text(before)), ("limit", Text(limit))),
            Json.GrantEntryList, cancellation);

    /// <summary>What the catalog knows of offers.</summary>
    public Task<GrantOfferList> GrantOffersAsync(string? provider = null, CancellationToken cancellation = default) =>
        GetAsync(Uri("grant-offers", ("provider", provider)), Json.GrantOfferList, cancellation);

    /// <summary>Brings what is left of a grant to what somebody knows better.</summary>
    public Task<GrantView> CorrectGrantAsync(
        GrantCorrectionRequest request, CancellationToken cancellation = default) =>
        SendAsync(
            HttpMethod.Post, Uri("grant-corrections"), JsonContent.Create(request, Json.GrantCorrectionRequest),
            Json.GrantView, cancellation);
}
