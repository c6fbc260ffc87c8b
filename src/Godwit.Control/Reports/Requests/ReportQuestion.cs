namespace Godwit.Control.Reports.Requests;

/// <summary>What a report of requests is told apart by, and what it measures.</summary>
internal sealed record ReportQuestion
{
    /// <summary>Parts of the tokens by kind: only records have them.</summary>
    public const string TokensMeasure = "tokens";

    /// <summary>Durations and times to the first byte: only records have them.</summary>
    public const string TimesMeasure = "times";

    public static IReadOnlyList<string> Measures { get; } = [TokensMeasure, TimesMeasure];

    /// <summary>Every name that <c>by</c> takes.</summary>
    public static IReadOnlyList<string> DimensionNames { get; } =
        [.. RecordDimensions.All.Select(d => d.Name), .. CalendarSpan.All.Select(s => s.Name)];

    /// <summary>As it was asked for.</summary>
    public required IReadOnlyList<string> By { get; init; }

    public required IReadOnlyList<RecordDimension> Dimensions { get; init; }

    public required IReadOnlyList<CalendarSpan> Spans { get; init; }

    public required TimeZoneInfo Zone { get; init; }

    public bool Tokens { get; init; }

    public bool Times { get; init; }

    /// <summary>Everything that is asked for stands in the hourly sums.</summary>
    public bool HoursSuffice(ReportScope scope) =>
        !Tokens && !Times && Dimensions.All(d => d.OfHour is not null)
        && scope.Conditions.All(c => c.Dimension.OfHour is not null);

    public ReportSums NewSums() => new(Tokens, Times);

    /// <summary>Values by name, in the order that was asked for.</summary>
    /// <param name="values">Those of the dimensions, then those of the spans.</param>
    public IReadOnlyDictionary<string, string?> Name(string?[] values)
    {
        var names = Dimensions.Select(d => d.Name).Concat(Spans.Select(s => s.Name)).Zip(values)
            .ToDictionary(pair => pair.First, pair => pair.Second);
        return By.ToDictionary(name => name, name => names[name]);
    }

    /// <summary>Reads the question; null with the error when there is one.</summary>
    public static (ReportQuestion? Question, string? Error, IReadOnlyList<string> Accepted) Read(
        string? by, string? measures, string? timeZone)
    {
        var (names, wanted) = (Split(by), Split(measures));
        if (names.FirstOrDefault(n => !DimensionNames.Contains(n)) is { } unknown)
            return (null, $"by: '{unknown}' is not known", DimensionNames);
        if (wanted.FirstOrDefault(m => !Measures.Contains(m)) is { } unmeasured)
            return (null, $"measures: '{unmeasured}' is not known", Measures);
        if (ZoneOf(timeZone) is not { } zone)
            return (null, $"time_zone: '{timeZone}' is not known here; the IANA name of a time zone is expected", []);
        return (
            new ReportQuestion
            {
                By = names,
                Dimensions = [.. names.Select(RecordDimensions.Find).OfType<RecordDimension>()],
                Spans = [.. names.Select(CalendarSpan.Find).OfType<CalendarSpan>()],
                Zone = zone,
                Tokens = wanted.Contains(TokensMeasure),
                Times = wanted.Contains(TimesMeasure),
            },
            null, []);
    }

    private static string[] Split(string? list) =>
    [
        .. (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(),
    ];

    private static TimeZoneInfo? ZoneOf(string? name) =>
        string.IsNullOrEmpty(name) || name == "UTC" ? TimeZoneInfo.Utc
        : TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
}
