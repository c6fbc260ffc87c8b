using Godwit.Control.Storage.Traffic;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Storage;

/// <summary>Records of requests: written in batches, each once however often it is shipped, and summed up.</summary>
internal interface IRequestStore
{
    /// <summary>Makes room ahead of time for what comes in the next days.</summary>
    Task PrepareAsync(CancellationToken cancellation);

    /// <summary>Stores the records that are not stored yet; all of them or none.</summary>
    /// <exception cref="System.Text.Json.JsonException">One of them is no record; nothing was stored.</exception>
    Task AppendAsync(IReadOnlyList<JournalRecord> records, CancellationToken cancellation);

    Task<RequestRecord?> FindAsync(Guid id, CancellationToken cancellation);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<RequestRecord>> ListAsync(RequestFilter filter, int limit, CancellationToken cancellation);

    Task<IReadOnlyList<UsageSum>> SumAsync(
        IReadOnlyList<UsageDimension> by, RequestFilter filter, CancellationToken cancellation);

    /// <summary>Sums by hour and kind of request, of each hour of which some part lies in the period.</summary>
    /// <param name="since">Inclusive.</param>
    /// <param name="until">Exclusive.</param>
    /// <param name="cancellation">Ends the reading.</param>
    Task<IReadOnlyList<TrafficRow>> TrafficAsync(
        DateTimeOffset since, DateTimeOffset until, CancellationToken cancellation);
}

/// <summary>Which records are meant; a member that is null restricts nothing.</summary>
internal sealed record RequestFilter
{
    /// <summary>Inclusive.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Exclusive.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only records older than the one with this id.</summary>
    public Guid? Before { get; init; }

    /// <summary>Only records newer than the one with this id.</summary>
    public Guid? After { get; init; }

    public string? Organization { get; init; }

    public string? Project { get; init; }

    public string? ApiKey { get; init; }

    public string? Provider { get; init; }

    /// <summary>
    /// Only requests that a provider of this name answered or was asked for, and perhaps some others. No column has
    /// it: each record is looked into.
    /// </summary>
    public string? Tried { get; init; }

    public string? Model { get; init; }

    public string? Territory { get; init; }

    public string? Decision { get; init; }

    /// <summary>
    /// Only records whose usage is an estimate in part. No column has it: each record is looked into.
    /// </summary>
    public bool Estimated { get; init; }
}

/// <summary>What usage can be told apart by.</summary>
internal enum UsageDimension
{
    Organization,
    Project,
    Key,
    Model,
    Provider,
    Territory,
    Day,
    Decision,
}

/// <summary>Sums over the records that share the values of the dimensions and the currency.</summary>
internal sealed record UsageSum(
    IReadOnlyList<string?> Values, string? Currency, long Requests, long Refused, long Rerouted, long InputTokens,
    long OutputTokens, long CacheReadInputTokens, long ReasoningOutputTokens, decimal? Cost);
