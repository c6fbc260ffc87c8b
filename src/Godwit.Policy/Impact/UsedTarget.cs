using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;

namespace Godwit.Policy.Impact;

/// <summary>What somebody used, and is about to lose.</summary>
/// <param name="RequestModel">The model name that was asked for; null when it is not known.</param>
/// <param name="Provider">Who answered.</param>
/// <param name="Model">The model's name within the provider.</param>
/// <param name="Operation">What was asked of it.</param>
/// <param name="Usage">Tokens used with it, for comparing prices.</param>
/// <param name="Callers">From where it was called, and how often.</param>
public sealed record UsedTarget(
    string? RequestModel, string Provider, string Model, Operation Operation, TokenUsage Usage,
    IReadOnlyList<UsedFrom> Callers);

/// <summary>A kind of caller, and how often it called.</summary>
public readonly record struct UsedFrom(TerritoryFacts Facts, long Requests);
