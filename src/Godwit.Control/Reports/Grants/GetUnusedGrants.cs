using Godwit.Control.Api;
using Godwit.Control.Grants;
using Godwit.Policy.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Reports.Grants;

/// <summary>Reports grants of which something expired unused, or is about to.</summary>
internal static class GetUnusedGrants
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/reports/grants", HandleAsync)
        .WithName("reportUnusedGrants")
        .WithSummary("Reports grants of which something expired unused, or will if they are used on like this.")
        .Produces<UnusedGrantsReport>();

    private static async Task<IResult> HandleAsync(
        string? provider, SnapshotHolder snapshots, GrantReader reader, TimeProvider time,
        CancellationToken cancellation)
    {
        var grants = snapshots.Current?.Grants.Where(g => provider is null || g.Provider == provider).ToList() ?? [];
        var views = await reader.ReadAsync(grants, cancellation);
        return TypedResults.Json(
            new UnusedGrantsReport
            {
                At = time.GetUtcNow(),
                Grants =
                [
                    .. views.Where(IsUnused).OrderBy(v => v.PeriodUntil ?? DateTimeOffset.MaxValue)
                        .ThenBy(v => v.Name, StringComparer.Ordinal).Select(Row),
                ],
            },
            AdminJsonContext.Default.UnusedGrantsReport);
    }

    private static bool IsUnused(GrantView view) =>
        view.ExpiredInAll > 0 || view.ExpiresUnused > 0 || (view.Available > 0 && view.UsedPerDay == 0);

    private static UnusedGrantRow Row(GrantView view) => new()
    {
        Name = view.Name, Provider = view.Provider, Unit = view.Unit, Currency = view.Currency, State = view.State,
        Until = view.PeriodUntil, Given = view.Given, Available = view.Available, ExpiresUnused = view.ExpiresUnused,
        ExpiredInAll = view.ExpiredInAll, NeverUsed = view.UsedInAll == 0,
    };
}
