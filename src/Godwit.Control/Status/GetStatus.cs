using Godwit.Control.Api;
using Godwit.Control.Publishing;
using Godwit.Control.Storage;
using Godwit.Control.Territories.Findings;
using Godwit.Policy.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Status;

/// <summary>Says how this node is: what is in force, what is not and why, and what waits.</summary>
internal static class GetStatus
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/status", HandleAsync)
        .WithName("getStatus").WithSummary("Says how this node is.")
        .Produces<NodeStatus>();

    private static async Task<JsonHttpResult<NodeStatus>> HandleAsync(
        NodeStatusReader reader, BehindPolicies behind, CancellationToken cancellation) =>
        TypedResults.Json(
            reader.Read() with { PoliciesBehind = await behind.ReadAsync(cancellation) },
            AdminJsonContext.Default.NodeStatus);
}

/// <summary>Gathers the status of this node; nothing of this asks the store.</summary>
internal sealed class NodeStatusReader(
    SnapshotHolder holder, PublicationStatus publication, IDatabase database, ControlOptions options, TimeProvider time,
    IEnumerable<IRecordSource> journals, IEnumerable<IAddressLocator> locators, IEnumerable<ICounterStatus> counters)
{
    public NodeStatus Read() => new()
    {
        Version = typeof(NodeStatusReader).Assembly.GetName().Version?.ToString(3) ?? "",
        Snapshot = Snapshot(),
        Store = new StoreStatus
        {
            Engine = database.Engine, Healthy = publication.StoreError is null, Error = publication.StoreError,
        },
        PublishErrors = publication.Errors,
        Warnings = publication.Warnings,
        Files = new FileStatus
        {
            Paths = options.ConfigPaths, AppliedAt = publication.FilesAppliedAt, Errors = publication.FileErrors,
        },
        JournalPendingBytes = journals.FirstOrDefault()?.PendingBytes,
        ShippingError = publication.ShippingError,
        Counters = counters.FirstOrDefault() is not { } found ? null : new CounterStatus
        {
            Engine = found.Engine, Healthy = found.Failure is null, Error = found.Failure, Nodes = found.Nodes,
        },
        AddressSources = locators.FirstOrDefault()?.Sources ?? [],
    };

    private SnapshotStatus? Snapshot() => holder.Current is not { } snapshot ? null : new SnapshotStatus
    {
        Revision = snapshot.Revision,
        Hash = snapshot.Hash,
        CompiledAt = snapshot.CompiledAt,
        AgeSeconds = (time.GetUtcNow() - snapshot.CompiledAt).TotalSeconds,
        Origin = publication.Origin,
        Routes = snapshot.Routes.Count,
        Providers = snapshot.Providers.Length,
        ApiKeys = snapshot.Access.Count,
    };
}
