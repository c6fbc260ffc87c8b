namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>Walks boundaries that are already in memory.</summary>
internal sealed class RangeCursor(IReadOnlyList<Boundary> boundaries) : BoundaryCursor
{
    private int next;

    public override bool MoveNext()
    {
        if (next == boundaries.Count)
            return false;
        (Start, Answer) = boundaries[next++];
        return true;
    }
}
