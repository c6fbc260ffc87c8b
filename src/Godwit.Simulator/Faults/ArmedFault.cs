using Godwit.Simulator.Text;

namespace Godwit.Simulator.Faults;

/// <summary>A fault that is in force, with the count of the requests it has met.</summary>
internal sealed class ArmedFault(Fault fault, ulong seed, long armedAt)
{
    private int _drawn;
    private int _used;

    public Fault Fault { get; } = fault;

    public int Used => Volatile.Read(ref _used);

    /// <summary>Whether it applies to this request; a yes uses up one of its times.</summary>
    public bool TryUse(string? model, TimeProvider time)
    {
        if (Fault.Model is { } only && !string.Equals(only, model, StringComparison.Ordinal))
        {
            return false;
        }

        if (Fault.For is { } period && time.GetElapsedTime(armedAt) >= period)
        {
            return false;
        }

        if (Fault.Probability is { } probability)
        {
            DeterministicSource draw = new(seed + (ulong)Interlocked.Increment(ref _drawn));
            if (draw.NextDouble() >= probability)
            {
                return false;
            }
        }

        return TryCount();
    }

    private bool TryCount()
    {
        if (Fault.Times is not { } times)
        {
            Interlocked.Increment(ref _used);
            return true;
        }

        int used = Volatile.Read(ref _used);
        while (used < times)
        {
            int seen = Interlocked.CompareExchange(ref _used, used + 1, used);
            if (seen == used)
            {
                return true;
            }

            used = seen;
        }

        return false;
    }
}
