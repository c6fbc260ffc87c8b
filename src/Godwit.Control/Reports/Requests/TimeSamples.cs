using Godwit.Control.Api;

namespace Godwit.Control.Reports.Requests;

/// <summary>Times of a group, each kept, so that its percentiles are exact.</summary>
internal sealed class TimeSamples
{
    private const decimal PerMillisecond = 1000m;

    private readonly List<long> microseconds = [];

    public void Add(long us) => microseconds.Add(us);

    /// <summary>Mean and percentiles by nearest rank; null when there is no time at all.</summary>
    public ReportTimes? Result()
    {
        if (microseconds.Count == 0)
            return null;
        microseconds.Sort();
        var mean = microseconds.Sum(us => (decimal)us) / microseconds.Count / PerMillisecond;
        return new ReportTimes(microseconds.Count, decimal.Round(mean, 3), At(50), At(95));
    }

    private decimal At(int percent) =>
        microseconds[(int)(((long)microseconds.Count * percent) + 99) / 100 - 1] / PerMillisecond;
}
