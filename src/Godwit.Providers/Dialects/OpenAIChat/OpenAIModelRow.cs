using Godwit.Policy.Catalog;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>A model in the list a client sees, with what Godwit knows about it for this caller.</summary>
/// <param name="Id">The name the client asks for.</param>
/// <param name="Created">When the model, or its route, came to be.</param>
/// <param name="OwnedBy">Who is named as its owner.</param>
/// <param name="Provider">The provider that would serve this caller now.</param>
/// <param name="TerritoryStatus">What the territory policies say for this caller: served, observed, rerouted.</param>
/// <param name="AvailableUntil">First instant at which this caller is no longer served; null when none is.</param>
/// <param name="ShutdownDate">Day the provider stops serving the model; null when none is known.</param>
/// <param name="Simulated">The provider only pretends.</param>
public sealed record OpenAIModelRow(
    string Id,
    DateTimeOffset Created,
    string OwnedBy,
    string Provider,
    string TerritoryStatus,
    DateTimeOffset? AvailableUntil,
    DateOnly? ShutdownDate,
    bool Simulated)
{
    /// <summary>Most input and output tokens together; null when not known.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>Most output tokens; null when not known.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>What the model is asked for.</summary>
    public IReadOnlyList<Operation> Operations { get; init; } = [Operation.Chat];
}
