using Godwit.Control.Api;
using Godwit.Control.Storage.Traffic;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Reports.Requests;

/// <summary>Adds requests up by the dimensions of a report.</summary>
internal sealed class ReportGroups(ReportQuestion question)
{
    /// <summary>The most rows of a report: beyond it nobody reads them, and an export serves better.</summary>
    public const int MostRows = 10_000;

    private readonly Dictionary<string?[], ReportSums> groups = new(ValuesComparer.Instance);
    private readonly ReportSums total = question.NewSums();

    /// <summary>More groups than a report shows; what comes then is not added to any.</summary>
    public bool TooMany { get; private set; }

    public void Add(RequestRecord record)
    {
        total.Add(record);
        Find([
            .. question.Dimensions.Select(d => NullIfEmpty(d.OfRecord(record))),
            .. question.Spans.Select(s => s.Of(record.StartedAt, question.Zone)),
        ])?.Add(record);
    }

    /// <summary>Adds an hourly sum up; its dimensions are all in it.</summary>
    /// <returns>False where a span of the time zone ends within the hour, so that it cannot be told apart.</returns>
    public bool Add(TrafficRow row)
    {
        foreach (var span in question.Spans)
        {
            if (span.Of(row.FirstSeen, question.Zone) != span.Of(row.LastSeen, question.Zone))
                return false;
        }

        total.Add(row);
        Find([
            .. question.Dimensions.Select(d => NullIfEmpty(d.OfHour!(row))),
            .. question.Spans.Select(s => s.Of(row.FirstSeen, question.Zone)),
        ])?.Add(row);
        return true;
    }

    public RequestsReport Report(ReportScope scope, ReportSource source) => new()
    {
        By = question.By,
        Since = scope.Since,
        Until = scope.Until,
        TimeZone = question.Zone.Id,
        Source = source,
        Rows =
        [
            .. groups.Select(g => g.Value.Row(question.Name(g.Key)))
                .OrderBy(row => row, Comparer<RequestsReportRow>.Create(Compare)),
        ],
        Total = total.Row(new Dictionary<string, string?>()),
    };

    private ReportSums? Find(string?[] values)
    {
        if (groups.TryGetValue(values, out var sums))
            return sums;
        if (TooMany = TooMany || groups.Count >= MostRows)
            return null;
        groups.Add(values, sums = question.NewSums());
        return sums;
    }

    private int Compare(RequestsReportRow one, RequestsReportRow other)
    {
        foreach (var name in question.By)
        {
            var order = string.CompareOrdinal(one.Group[name], other.Group[name]);
            if (order != 0)
                return order;
        }

        return 0;
    }

    private static string? NullIfEmpty(string? text) => text is { Length: 0 } ? null : text;

    /// <summary>Compares the values of groups one by one.</summary>
    private sealed class ValuesComparer : IEqualityComparer<string?[]>
    {
        public static ValuesComparer Instance { get; } = new();

        public bool Equals(string?[]? x, string?[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(string?[] obj)
        {
            var hash = new HashCode();
            foreach (var value in obj)
                hash.Add(value, StringComparer.Ordinal!);
            return hash.ToHashCode();
        }
    }
}
