using Godwit.Control.Api;

namespace Godwit.Console;

/// <summary>What the overview page shows, as the admin API gives it.</summary>
/// <param name="Status">How the node is.</param>
/// <param name="Today">Requests since midnight UTC by territory and decision.</param>
/// <param name="Providers">The Provider resources.</param>
/// <param name="ReadAt">When this was read.</param>
public sealed record Overview(
    NodeStatus Status, UsageReport Today, IReadOnlyList<ResourceView> Providers, DateTimeOffset ReadAt)
{
    /// <summary>Asks the admin API for everything on the page.</summary>
    public static async Task<Overview> ReadAsync(AdminClient admin, CancellationToken cancellation)
    {
        var now = TimeProvider.System.GetUtcNow();
        var midnight = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var status = await admin.StatusAsync(cancellation);
        var filters = new Dictionary<string, string?> { ["since"] = midnight.ToString("O") };
        var today = await admin.UsageAsync(["territory", "decision"], filters, cancellation);
        var providers = await admin.ListAsync("Provider", cancellation);
        return new Overview(status, today, providers.Items, now);
    }
}
