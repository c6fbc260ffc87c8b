namespace Godwit.Providers.Dialects.Reading;

/// <summary>
/// Counts the searches of an answer by what was searched for: a query that is told again, as pieces of a stream do, is
/// one search, and an empty one is none.
/// </summary>
internal sealed class SearchQueries
{
    /// <summary>So much of a query is looked at; what is longer is told apart by its length too.</summary>
    public const int LooksAt = 256;

    // No answer searches as often: what a hostile one names beyond is not kept.
    private const int Most = 1_000;

    private readonly HashSet<ulong> seen = [];

    /// <summary>How many there are.</summary>
    public int Count => seen.Count;

    /// <summary>Takes a query as it stands on the wire; false where it is none, or is known.</summary>
    /// <param name="query">Its first bytes.</param>
    /// <param name="length">How many it has.</param>
    public bool Add(ReadOnlySpan<byte> query, long length)
    {
        if (length == 0 || seen.Count >= Most)
            return false;
        // FNV-1a: chunks of a query are hashed to the same number on every node and in every run.
        var hash = 14_695_981_039_346_656_037UL ^ (ulong)length;
        foreach (var one in query[..Math.Min(query.Length, LooksAt)])
            hash = (hash ^ one) * 1_099_511_628_211UL;
        return seen.Add(hash);
    }
}
