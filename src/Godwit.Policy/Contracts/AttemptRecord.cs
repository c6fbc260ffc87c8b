using Godwit.Policy.Catalog;

namespace Godwit.Policy.Contracts;

/// <summary>One send to one provider.</summary>
public sealed record AttemptRecord
{
    public required string Provider { get; init; }

    public required string Model { get; init; }

    /// <summary>Place of the credential in the provider's list, from 1; null where there is one at most.</summary>
    public int? Credential { get; init; }

    /// <summary>Name of the grant it was to be paid from; null when from none.</summary>
    public string? Grant { get; init; }

    /// <summary>HTTP status of the provider; 0 when none came.</summary>
    public int Status { get; init; }

    /// <summary>What went wrong; null when nothing did.</summary>
    public FailureClass? Failure { get; init; }

    /// <summary>
    /// With a refusal of the region: the policy that would have served the caller, as <c>name@version</c>; null when
    /// none had the provider in its scope.
    /// </summary>
    public string? PolicyBehind { get; init; }

    /// <summary>Microseconds from the request's start to the send.</summary>
    public long StartedAfterUs { get; init; }

    /// <summary>Microseconds from send to the first byte of the answer's body; null when none came.</summary>
    public long? FirstByteUs { get; init; }

    /// <summary>Microseconds from send to the end of the attempt.</summary>
    public long DurationUs { get; init; }

    /// <summary>
    /// What the provider says was used by an attempt of which nothing reached the client: it is in no other sum. Null
    /// when it says nothing, and for the attempt whose answer the client got, which the request's usage is of.
    /// </summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>Cost of <see cref="Usage"/> by the price in force; null where it is not known whole.</summary>
    public decimal? Cost { get; init; }

    /// <summary>ISO 4217 currency of <see cref="Cost"/>.</summary>
    public string? Currency { get; init; }
}
