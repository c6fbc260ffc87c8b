using Godwit.Gateway.Geolocation.Tables;

namespace Godwit.Gateway.Geolocation.Feeds;

/// <summary>
/// The places in one family's addresses where a feed's claim changes, in ascending order. IPv4 starts fit 32 bits, so
/// that a list of a million ranges takes six megabytes.
/// </summary>
internal sealed class FeedBoundaries(uint[]? narrow, UInt128[]? wide, ushort[] claims)
{
    public int Count => claims.Length;

    public BoundaryCursor Open() => new Cursor(this);

    private UInt128 Start(int place) => narrow is not null ? narrow[place] : wide![place];

    private sealed class Cursor(FeedBoundaries boundaries) : BoundaryCursor
    {
        private int next;

        public override bool MoveNext()
        {
            if (next == boundaries.Count)
                return false;
            Start = boundaries.Start(next);
            Answer = boundaries.Claim(next++);
            return true;
        }
    }

    private ushort Claim(int place) => claims[place];
}

/// <summary>One generation of a feed, compiled. Immutable.</summary>
internal sealed class FeedTable
{
    public required FeedBoundaries V4 { get; init; }

    public required FeedBoundaries V6 { get; init; }

    /// <summary>The claims by number; 0 is none.</summary>
    public required FeedClaim[] Claims { get; init; }

    /// <summary>Rows that were understood.</summary>
    public required int Rows { get; init; }

    public required int BadRows { get; init; }

    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>When it was made: by its own word, else by its server's or the file's date.</summary>
    public required DateTimeOffset BuildEpoch { get; init; }

    /// <summary>Checksum of the content, lower-case hex.</summary>
    public required string Sha256 { get; init; }
}
