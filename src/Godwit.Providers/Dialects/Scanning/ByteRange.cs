namespace Godwit.Providers.Dialects.Scanning;

/// <summary>Where something lies in a body, in bytes from its beginning.</summary>
/// <param name="Start">First byte.</param>
/// <param name="Length">Number of bytes; 0 when there is nothing.</param>
public readonly record struct ByteRange(int Start, int Length)
{
    /// <summary>The first byte after the range.</summary>
    public int End => Start + Length;
}
