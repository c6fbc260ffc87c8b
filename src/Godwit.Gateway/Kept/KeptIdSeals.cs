using Godwit.Gateway.State;
using Godwit.Policy.Access;
using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Kept;

/// <summary>
/// Ids of what providers keep, as clients see them: who owns a thing and where it is kept lies sealed in its id, so
/// that another organization's id opens nothing, and no provider's own id means anything here.
/// </summary>
internal sealed class KeptIdSeals(SealedIds ids)
{
    /// <summary>The id for a client; null for one that is longer than any provider's.</summary>
    public string? Seal(ProjectRules owner, in OwnedKey key) => ids.Seal(
        new SealedId(PurposeOf(key.Kind), owner.Organization, owner.Name, key.Provider, key.Id)
        {
            Account = key.Account,
        });

    /// <summary>What an id stands for; null when it is none of this owner's.</summary>
    public OwnedKey? Open(ProjectRules owner, OwnedKind kind, ReadOnlySpan<char> id) =>
        ids.Open(PurposeOf(kind), owner, id) is { } opened
            ? new OwnedKey(kind, opened.Provider, opened.NativeId) { Account = opened.Account } : null;

    private static SealedIdPurpose PurposeOf(OwnedKind kind) => kind switch
    {
        OwnedKind.File => SealedIdPurpose.File,
        OwnedKind.Batch => SealedIdPurpose.Batch,
        OwnedKind.Upload => SealedIdPurpose.Upload,
        _ => SealedIdPurpose.FineTuningJob,
    };
}
