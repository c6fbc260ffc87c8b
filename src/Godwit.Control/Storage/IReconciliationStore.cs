using Godwit.Control.Api;

namespace Godwit.Control.Storage;

/// <summary>Reads what a provider's own figures are compared with.</summary>
internal interface IReconciliationStore
{
    /// <summary>What was used of a provider's models in a period.</summary>
    Task<IReadOnlyList<ProviderUse>> UseAsync(
        string provider, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellation);

    /// <summary>Requests of a model in a period that its provider may count otherwise.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="model">The model.</param>
    /// <param name="since">Inclusive.</param>
    /// <param name="until">Exclusive.</param>
    /// <param name="ids">How many are named of each reason, at most.</param>
    /// <param name="cancellation">Ends the reading.</param>
    Task<IReadOnlyList<ReconcileExplanation>> ExplainAsync(
        string provider, string model, DateTimeOffset since, DateTimeOffset until, int ids,
        CancellationToken cancellation);
}

/// <summary>What was used of a model, and what it cost in one currency.</summary>
/// <param name="Model">Name of the model in targets.</param>
/// <param name="Currency">ISO 4217; null where no cost is known.</param>
/// <param name="Requests">Those whose usage is known.</param>
/// <param name="InputTokens">Those read from a cache included.</param>
/// <param name="CachedInputTokens">Those read from a cache.</param>
/// <param name="OutputTokens">Reasoning included.</param>
/// <param name="Cost">By the last correction.</param>
internal sealed record ProviderUse(
    string Model, string? Currency, long Requests, long InputTokens, long CachedInputTokens, long OutputTokens,
    decimal Cost);
