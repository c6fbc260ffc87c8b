using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Dapper;
using Godwit.Control.Storage.Traffic;
using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;

namespace Godwit.Control.Storage;

/// <summary>What is the same for records on both engines: reading and summing.</summary>
internal abstract partial class RequestStore(IDatabase database)
    : IRequestStore, IRecordReader, ITrafficReader, IRetentionStore
{
    private const int StepSize = 500;

    protected IDatabase Database { get; } = database;

    /// <summary>SQL for the day, UTC, of <c>started_at</c> as <c>yyyy-MM-dd</c>.</summary>
    protected abstract string Day { get; }

    public abstract Task PrepareAsync(CancellationToken cancellation);

    public abstract Task AppendAsync(IReadOnlyList<JournalRecord> records, CancellationToken cancellation);

    public abstract Task<bool> ForgetRequestsAsync(DateTimeOffset before, CancellationToken cancellation);

    public async Task<bool> ForgetTrafficAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        await using var connection = await Database.OpenAsync(cancellation);
        // The oldest hours lie at the beginning of the primary key: neither engine looks at what is kept.
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            delete from traffic where (hour, key) in
              (select hour, key from traffic where hour < @before order by hour, key limit @limit)
            """,
            new { before = InstantValue(before), limit = StepSize }, cancellationToken: cancellation)) == StepSize;
    }

    public async Task<RequestRecord?> FindAsync(Guid id, CancellationToken cancellation)
    {
        await using var connection = await Database.OpenAsync(cancellation);
        var json = await connection.ValueAsync<string?>(new CommandDefinition(
            "select record from requests where id = @id", new { id = IdValue(id) }, cancellationToken: cancellation));
        return json is null ? null : Parse(json);
    }

    public async Task<IReadOnlyList<RequestRecord>> ListAsync(
        RequestFilter filter, int limit, CancellationToken cancellation)
    {
        var (where, parameters) = Where(filter);
        parameters.Add("limit", limit);
        await using var connection = await Database.OpenAsync(cancellation);
        // Ids are UUIDv7: their order is the order of time, and unlike time they are unique.
        // By a reader of whole rows: Dapper's own takes columns as they arrive, and would wait for the rest of a long
        // record on the very thread that has to receive it.
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"select record from requests{where} order by id desc limit @limit", parameters,
            cancellationToken: cancellation));
        var records = new List<RequestRecord>();
        while (await reader.ReadAsync(cancellation))
            records.Add(Parse(reader.GetString(0)));
        return records;
    }

    public async IAsyncEnumerable<string> ReadAsync(
        RequestFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var rows = new List<(string Id, string Record)>();
        do
        {
            var (where, parameters) = Where(filter);
            parameters.Add("limit", StepSize);
            rows.Clear();
            // No connection is held while the reader works on what it got: an export may take as long as its client.
            await using (var connection = await Database.OpenAsync(cancellation))
            {
                await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
                    $"select cast(id as text), record from requests{where} order by id limit @limit", parameters,
                    cancellationToken: cancellation));
                while (await reader.ReadAsync(cancellation))
                    rows.Add((reader.GetString(0), reader.GetString(1)));
            }

            foreach (var row in rows)
                yield return row.Record;
            if (rows.Count > 0)
                filter = filter with { After = Guid.Parse(rows[^1].Id) };
        }
        while (rows.Count == StepSize);
    }

    public async Task<IReadOnlyList<UsageSum>> SumAsync(
        IReadOnlyList<UsageDimension> by, RequestFilter filter, CancellationToken cancellation)
    {
        var (where, parameters) = Where(filter);
        var keys = string.Concat(by.Select(d => Column(d) + ", "));
        var positions = string.Join(", ", Enumerable.Range(1, by.Count + 1));
        await using var connection = await Database.OpenAsync(cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"""
             select {keys}currency, count(*),
               {Sum("case when decision = 'refused' then 1 else 0 end")},
               {Sum("case when decision = 'rerouted' then 1 else 0 end")},
               {Sum("input_tokens")}, {Sum("output_tokens")},
               {Sum("cache_read_input_tokens")}, {Sum("reasoning_output_tokens")},
               cast(sum(cost_nano) as bigint)
             from requests{where} group by {positions} order by {positions}
             """,
            parameters, cancellationToken: cancellation));
        var sums = new List<UsageSum>();
        while (await reader.ReadAsync(cancellation))
            sums.Add(ReadSum(reader, by.Count));
        return sums;
    }

    public async Task<IReadOnlyList<TrafficRow>> TrafficAsync(
        DateTimeOffset since, DateTimeOffset until, CancellationToken cancellation)
    {
        await using var connection = await Database.OpenAsync(cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"""
            select {TrafficKind.Columns}, requests, input_tokens, output_tokens, cost_nano, first_seen, last_seen
            from traffic where hour >= @since and hour < @until
            """,
            new { since = InstantValue(Instants.HourOf(since)), until = InstantValue(until) },
            cancellationToken: cancellation));
        var rows = new List<TrafficRow>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(ReadTraffic(reader));
        return rows;
    }

    public async Task<IReadOnlyList<TrafficRow>> TotalAsync(
        DateTimeOffset since, DateTimeOffset until, CancellationToken cancellation)
    {
        await using var connection = await Database.OpenAsync(cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            TrafficTotals.Select, new { since = InstantValue(Instants.HourOf(since)), until = InstantValue(until) },
            cancellationToken: cancellation));
        var totals = new TrafficTotals();
        while (await reader.ReadAsync(cancellation))
            totals.Add(reader);
        return totals.Rows(
            value => value is string text ? Instants.Read(text) : new DateTimeOffset((DateTime)value, TimeSpan.Zero));
    }

    /// <summary>SQL for: the key's name is one of <c>@keys</c>.</summary>
    protected abstract string IsOneOfKeys { get; }

    protected abstract object InstantValue(DateTimeOffset instant);

    protected abstract object IdValue(Guid id);

    /// <summary>An instant of a row as the engine keeps it.</summary>
    protected abstract DateTimeOffset ReadInstant(DbDataReader reader, int at);

    private TrafficRow ReadTraffic(DbDataReader reader) => TrafficKind.Read(reader, first: 0) with
    {
        Requests = reader.GetInt64(TrafficKind.Count),
        InputTokens = reader.GetInt64(TrafficKind.Count + 1),
        OutputTokens = reader.GetInt64(TrafficKind.Count + 2),
        CostNano = reader.IsDBNull(TrafficKind.Count + 3) ? null : reader.GetInt64(TrafficKind.Count + 3),
        FirstSeen = ReadInstant(reader, TrafficKind.Count + 4),
        LastSeen = ReadInstant(reader, TrafficKind.Count + 5),
    };

    private static string Sum(string expression) => $"cast(coalesce(sum({expression}), 0) as bigint)";

    private static UsageSum ReadSum(DbDataReader reader, int dimensions)
    {
        string? Text(int at) =>
            reader.IsDBNull(at) ? null : Convert.ToString(reader.GetValue(at), CultureInfo.InvariantCulture);
        var values = Enumerable.Range(0, dimensions).Select(Text).ToArray();
        var at = dimensions;
        return new UsageSum(
            values, Text(at), reader.GetInt64(at + 1), reader.GetInt64(at + 2), reader.GetInt64(at + 3),
            reader.GetInt64(at + 4), reader.GetInt64(at + 5), reader.GetInt64(at + 6), reader.GetInt64(at + 7),
            reader.IsDBNull(at + 8) ? null : NanoUnits.InUnits(reader.GetInt64(at + 8)));
    }

    private static RequestRecord Parse(string json) =>
        JsonSerializer.Deserialize(json, RecordJsonContext.Default.RequestRecord)!;

    private string Column(UsageDimension dimension) => dimension switch
    {
        UsageDimension.Organization => "organization",
        UsageDimension.Project => "project",
        UsageDimension.Key => "api_key",
        UsageDimension.Model => "model",
        UsageDimension.Provider => "provider",
        UsageDimension.Territory => "territory",
        UsageDimension.Decision => "decision",
        UsageDimension.Day => Day,
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, null),
    };

    private (string Sql, DynamicParameters Parameters) Where(RequestFilter filter)
    {
        var (sql, parameters) = (new StringBuilder(), new DynamicParameters());
        void Add(string condition, string name, object? value)
        {
            if (value is null)
                return;
            sql.Append(sql.Length == 0 ? " where " : " and ").Append(condition).Append(" @").Append(name);
            parameters.Add(name, value);
        }

        // The id's range finds the rows, the instant decides about those of the first and the last millisecond.
        Add("id >=", "first", filter.Since is { } first ? IdValue(RequestIds.FirstOf(first)) : null);
        Add("id <", "behind", filter.Until is { } last ? IdValue(RequestIds.FirstBehind(last)) : null);
        Add("started_at >=", "since", filter.Since is { } since ? InstantValue(since) : null);
        Add("started_at <", "until", filter.Until is { } until ? InstantValue(until) : null);
        Add("id >", "after", filter.After is { } after ? IdValue(after) : null);
        Add("id <", "before", filter.Before is { } before ? IdValue(before) : null);
        Add("organization =", "organization", filter.Organization);
        Add("project =", "project", filter.Project);
        Add("api_key =", "api_key", filter.ApiKey);
        Add("provider =", "provider", filter.Provider);
        Add("model =", "model", filter.Model);
        Add("territory =", "territory", filter.Territory);
        Add("decision =", "decision", filter.Decision);
        // Quotes inside of a record's texts are escaped: none of them looks like the member.
        Add("record like", "estimated", filter.Estimated ? "%\"usage_estimated\":true%" : null);
        if (filter.Tried is { } tried)
        {
            // An attempt in a record begins with its provider.
            sql.Append(sql.Length == 0 ? " where " : " and ").Append("(provider = @tried or record like @attempt_of)");
            parameters.Add("tried", tried);
            parameters.Add("attempt_of", $"%{{\"provider\":\"{tried}\",%");
        }

        return (sql.ToString(), parameters);
    }
}
