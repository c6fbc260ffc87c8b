namespace Godwit.Providers.Dialects.EventStreams;

/// <summary>An event or comment line that ended in a chunk.</summary>
/// <param name="Start">Its first byte in the chunk; 0 when it began in an earlier one.</param>
/// <param name="UsageOnly">It bears usage and nothing else.</param>
/// <param name="TrailingLineFeed">It is only the LF that completes the line end of the unit before.</param>
internal readonly record struct SseUnit(int Start, bool UsageOnly, bool TrailingLineFeed);
