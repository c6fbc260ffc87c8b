using Godwit.Control.Storage;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Reports;

/// <summary>What a report is about.</summary>
/// <param name="Since">Inclusive.</param>
/// <param name="Until">Exclusive.</param>
/// <param name="Conditions">What the requests must have.</param>
internal sealed record ReportScope(
    DateTimeOffset Since, DateTimeOffset Until, IReadOnlyList<(RecordDimension Dimension, string Value)> Conditions)
{
    /// <summary>The period of a report when none is named.</summary>
    public static readonly TimeSpan UsualPeriod = TimeSpan.FromDays(30);

    /// <summary>Nothing can be recorded after the end of the period.</summary>
    public bool Open { get; init; }

    /// <summary>What the store can choose by; the other conditions are for <see cref="Holds"/>.</summary>
    public RequestFilter Filter => new()
    {
        Since = Since,
        Until = Open ? null : Until,
        Organization = ValueOf("organization"),
        Project = ValueOf("project"),
        ApiKey = ValueOf("key"),
        Provider = ValueOf("provider"),
        Model = ValueOf("model"),
        Territory = ValueOf("territory"),
        Decision = ValueOf("decision"),
    };

    /// <summary>What is wrong with the period, in words; null when nothing is.</summary>
    public string? Error => Since < Until ? null : "since: an instant before until is expected";

    public bool Holds(RequestRecord record)
    {
        foreach (var (dimension, value) in Conditions)
        {
            if (dimension.OfRecord(record) != value)
                return false;
        }

        return true;
    }

    private string? ValueOf(string name) => Conditions.FirstOrDefault(c => c.Dimension.Name == name).Value;
}
