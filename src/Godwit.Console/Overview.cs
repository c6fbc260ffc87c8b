using System.Net;
using Godwit.Control.Api;

namespace Godwit.Console;

/// <summary>What the overview page shows, as the admin API gives it.</summary>
/// <param name="Status">How the node is.</param>
/// <param name="Territories">Requests since midnight UTC by territory; null while the store is away.</param>
/// <param name="Providers">The Provider resources; null while the store is away.</param>
/// <param name="Grants">What providers gave; null while the store is away.</param>
/// <param name="ReadAt">When this was read.</param>
public sealed record Overview(
    NodeStatus Status, IReadOnlyList<TerritoryRow>? Territories, IReadOnlyList<ResourceView>? Providers,
    IReadOnlyList<GrantView>? Grants, DateTimeOffset ReadAt)
{
    /// <summary>What somebody has to do something about, each a sentence.</summary>
    public IReadOnlyList<string> ToMend =>
    [
        .. Status.PublishErrors, .. Status.Files.Errors, .. Status.Warnings, .. Status.PoliciesBehind,
        .. Status.Store.Error is { } store ? [$"The store cannot be used: {store}"] : Array.Empty<string>(),
        .. Status.ShippingError is { } shipping ? [$"Records wait for the store: {shipping}"] : Array.Empty<string>(),
    ];

    /// <summary>Asks the admin API for everything on the page.</summary>
    public static async Task<Overview> ReadAsync(AdminClient admin, CancellationToken cancellation)
    {
        var now = TimeProvider.System.GetUtcNow();
        var midnight = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var status = await admin.StatusAsync(cancellation);
        var filters = new Dictionary<string, string?> { ["since"] = midnight.ToString("O") };
        var today = await UnlessAwayAsync(admin.UsageAsync(["territory", "decision"], filters, cancellation));
        var providers = await UnlessAwayAsync(admin.ListAsync("Provider", cancellation));
        var grants = await UnlessAwayAsync(admin.GrantsAsync(cancellation: cancellation));
        return new Overview(
            status, today is null ? null : TerritoryRow.Of(today), providers?.Items, grants?.Grants, now);
    }

    // The status needs no store, and is wanted most while that is away.
    private static async Task<T?> UnlessAwayAsync<T>(Task<T> answer)
        where T : class
    {
        try
        {
            return await answer;
        }
        catch (AdminApiException failure) when (failure.Problem.Status == (int)HttpStatusCode.ServiceUnavailable)
        {
            return null;
        }
    }
}
