using System.Diagnostics;
using System.Globalization;

namespace Godwit.ImpactLoad;

/// <summary>Says how long something took, on the clock and on the processors, from one saying to the next.</summary>
internal sealed class Watch
{
    private long clock = Stopwatch.GetTimestamp();
    private TimeSpan processor = Process.GetCurrentProcess().TotalProcessorTime;

    public void Say(string what)
    {
        var used = Process.GetCurrentProcess().TotalProcessorTime - processor;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {Stopwatch.GetElapsedTime(clock).TotalSeconds:0.00} s, "
            + $"{used.TotalSeconds:0.00} s of processors"));
        (clock, processor) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
    }
}
