namespace Godwit.Simulator.Serving;

/// <summary>A limit by the minute that fills evenly, as most providers' do. Not safe for threads by itself.</summary>
internal sealed class RateBucket(int perMinute, DateTimeOffset start)
{
    private double _left = perMinute;
    private DateTimeOffset _at = start;

    /// <summary>The whole.</summary>
    public int Whole => perMinute;

    /// <summary>What is left, in whole pieces.</summary>
    public int Left => (int)_left;

    /// <summary>Time until the whole is there again.</summary>
    public TimeSpan UntilWhole => TimeSpan.FromMinutes((perMinute - _left) / perMinute);

    /// <summary>Time until there is enough; zero when there is. More than the whole is never there.</summary>
    public TimeSpan UntilEnough(int need, DateTimeOffset now)
    {
        _left = Math.Min(perMinute, _left + ((now - _at).TotalMinutes * perMinute));
        _at = now;
        return need <= _left ? TimeSpan.Zero : TimeSpan.FromMinutes((need - _left) / perMinute);
    }

    public void Take(int count) => _left -= count;
}
