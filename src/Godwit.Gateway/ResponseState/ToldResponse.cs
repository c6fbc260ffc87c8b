using Godwit.Gateway.State;

namespace Godwit.Gateway.ResponseState;

/// <summary>A response that its holder tells of.</summary>
/// <param name="id">What its id stands for.</param>
/// <param name="known">Its id, as the client knows it.</param>
/// <param name="ids">Seals the id of the response before it.</param>
/// <param name="mark">The mark of reasoning for the request.</param>
internal sealed class ToldResponse(SealedId id, string known, SealedIds ids, Func<byte[]?> mark)
{
    /// <summary>The request that asked for it to be made in the background; null when it was made at once.</summary>
    public Guid? MadeInBackgroundBy => id.Background?.Request;

    /// <summary>A filter for the holder's answer.</summary>
    public ResponseIdFilter FilterFor(bool isStream)
    {
        var filter = new ResponseIdFilter(_ => null, isStream)
        {
            // A whole response may name the one before it, anywhere in it.
            ReasoningMark = mark(),
            SealPrevious = isStream ? null : native => ids.Seal(id with { NativeId = native, Background = null }),
        };
        filter.Add(id.NativeId, known);
        return filter;
    }
}
