namespace Godwit.Control.Notices.Delivery;

/// <summary>How long a message waits after a try that failed: twice as long each time, and never all at once.</summary>
internal sealed class NoticeBackoff(Random random)
{
    /// <summary>Tries after which a message is given up: with the waits between them, most of a day.</summary>
    public const int MostTries = 24;

    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>The wait after so many tries: between half of the full wait and all of it.</summary>
    public TimeSpan After(long tries)
    {
        var full = First * Math.Pow(2, Math.Clamp(tries - 1, 0, 10));
        return (full < Longest ? full : Longest) * (0.5 + random.NextDouble() / 2);
    }
}
