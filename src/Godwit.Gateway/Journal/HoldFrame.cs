namespace Godwit.Gateway.Journal;

/// <summary>
/// A frame that says what a request under way holds: a mark, and the record that is to be written should the process
/// die before the request's own. It never leaves the node.
/// </summary>
internal static class HoldFrame
{
    /// <summary>What a record, which is a JSON object, never begins with.</summary>
    public const byte Mark = (byte)'H';

    public static bool Is(ReadOnlySpan<byte> payload) => payload is [Mark, ..];

    public static ReadOnlySpan<byte> RecordOf(ReadOnlySpan<byte> payload) => payload[1..];
}
