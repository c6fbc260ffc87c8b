using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Storage;

/// <summary>What was done to a resource.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<HistoryAction>))]
public enum HistoryAction
{
    Create,
    Update,
    Delete,
    Rollback,
}

/// <summary>One resource to write or to delete.</summary>
/// <param name="Key">Which one.</param>
/// <param name="Spec">Its new spec as JSON; null deletes it.</param>
/// <param name="ManagedBy">Whom it belongs to from now on.</param>
/// <param name="Action">What history calls it.</param>
internal sealed record ResourceChange(ResourceKey Key, string? Spec, ManagedBy ManagedBy, HistoryAction Action);

/// <summary>What a change of the store came to.</summary>
/// <param name="Revision">The revision after it.</param>
/// <param name="Versions">The version of each resource that was written or deleted.</param>
internal sealed record ChangeResult(long Revision, IReadOnlyDictionary<ResourceKey, long> Versions);

/// <summary>One change in the history of resources.</summary>
/// <param name="Seq">Position, from 1, without gaps.</param>
/// <param name="At">Instant of the change as RFC 3339 text, as it was hashed.</param>
/// <param name="Actor">Who made it.</param>
/// <param name="Action">What was done.</param>
/// <param name="Kind">Kind of the resource.</param>
/// <param name="Name">Name of the resource.</param>
/// <param name="Version">Its version after the change.</param>
/// <param name="Before">Its spec before; null when there was none.</param>
/// <param name="After">Its spec after; null when there is none.</param>
/// <param name="PrevHash">Hash of the entry before; 64 zeros for the first.</param>
/// <param name="Hash">SHA-256 over all of the above, lower-case hex.</param>
internal sealed record HistoryRow(
    long Seq, string At, string Actor, string Action, string Kind, string Name, long Version,
    string? Before, string? After, string PrevHash, string Hash);
