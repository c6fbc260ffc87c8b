namespace Godwit.Providers.Dialects.Tapping;

/// <summary>The bytes to relay now, in order. Valid until the filter is fed again.</summary>
public readonly struct SseRelay
{
    private readonly ReadOnlyMemory<byte>[] pieces;

    internal SseRelay(ReadOnlyMemory<byte>[] pieces, int count)
    {
        this.pieces = pieces;
        Count = count;
    }

    /// <summary>Number of pieces; 0 when nothing is to be relayed now.</summary>
    public int Count { get; }

    /// <summary>A piece; never empty.</summary>
    public ReadOnlyMemory<byte> this[int index] => pieces[index];
}
