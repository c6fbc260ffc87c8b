using Godwit.Policy.Routing;

namespace Godwit.Gateway.Journal;

/// <summary>A request that is about to be sent, as far as it is told should it be lost.</summary>
/// <param name="Id">Its id, and its record's.</param>
/// <param name="StartedAt">When it came.</param>
/// <param name="Revision">The snapshot's.</param>
/// <param name="Organization">Whose it is.</param>
/// <param name="Project">Whose it is.</param>
/// <param name="ApiKey">The key's name.</param>
/// <param name="RequestModel">The model name the client asked for.</param>
/// <param name="Provider">Whom it is sent to.</param>
/// <param name="Model">The model there, by the route's name for it; null for none.</param>
internal readonly record struct UnderWay(
    Guid Id, DateTimeOffset StartedAt, long Revision, string? Organization, string? Project, string? ApiKey,
    string? RequestModel, string Provider, string? Model)
{
    public static UnderWay Of(GatewayRequest request, TargetRules target) => new(
        request.Id, request.StartedAt, request.Snapshot.Revision, request.Key!.Project.Organization,
        request.Key.Project.Name, request.Key.Name, request.RequestModel, target.Provider.Name, target.Model);
}
