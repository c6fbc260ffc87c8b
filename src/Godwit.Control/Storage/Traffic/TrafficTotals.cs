using System.Data.Common;
using System.Runtime.InteropServices;

namespace Godwit.Control.Storage.Traffic;

/// <summary>
/// Adds hours up by the key that names a kind of request in each of them. Texts are read where a key is met first: a
/// row met again costs its numbers.
/// </summary>
internal sealed class TrafficTotals
{
    /// <summary>What is read of a row, in the order of time.</summary>
    public const string Select =
        $"""
        select key, requests, input_tokens, output_tokens, cost_nano, first_seen, last_seen, {TrafficKind.Columns}
        from traffic where hour >= @since and hour < @until order by hour
        """;

    private const int FirstOfKind = 7;

    private readonly Dictionary<UInt128, Total> totals = [];

    public void Add(DbDataReader row)
    {
        var key = MemoryMarshal.Read<UInt128>(row.GetFieldValue<byte[]>(0));
        if (!totals.TryGetValue(key, out var total))
            totals.Add(key, total = new Total(TrafficKind.Read(row, FirstOfKind), row.GetValue(5)));
        total.Requests += row.GetInt64(1);
        total.InputTokens += row.GetInt64(2);
        total.OutputTokens += row.GetInt64(3);
        if (!row.IsDBNull(4))
            total.CostNano = (total.CostNano ?? 0) + row.GetInt64(4);
        // Hours come in order: the last row of a key has its last instant.
        total.LastSeen = row.GetValue(6);
    }

    /// <summary>The rows; instants as <paramref name="instant"/> reads what the engine keeps.</summary>
    public IReadOnlyList<TrafficRow> Rows(Func<object, DateTimeOffset> instant) =>
    [
        .. totals.Values.Select(total => total.Kind with
        {
            Requests = total.Requests,
            InputTokens = total.InputTokens,
            OutputTokens = total.OutputTokens,
            CostNano = total.CostNano,
            FirstSeen = instant(total.FirstSeen),
            LastSeen = instant(total.LastSeen),
        }),
    ];

    private sealed class Total(TrafficRow kind, object firstSeen)
    {
        public TrafficRow Kind => kind;

        public object FirstSeen { get; } = firstSeen;

        public object LastSeen { get; set; } = firstSeen;

        public long Requests { get; set; }

        public long InputTokens { get; set; }

        public long OutputTokens { get; set; }

        public long? CostNano { get; set; }
    }
}
