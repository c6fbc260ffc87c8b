using System.Data.Common;
using System.Text;
using Dapper;
using Godwit.Control.Api;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Storage.Traffic;

/// <summary>
/// Takes requests whose cost was corrected out of the hourly sums they stand in, and adds them to those they belong to
/// now: the same ones, but where the currency is another. Hours that were forgotten stay so.
/// </summary>
/// <param name="instant">Instants as the engine keeps them.</param>
internal sealed class TrafficMoves(Func<DateTimeOffset, object> instant)
{
    private const string Take =
        """
        update traffic set requests = requests - @Requests, input_tokens = input_tokens - @InputTokens,
          output_tokens = output_tokens - @OutputTokens, cost_nano = cost_nano - coalesce(@CostNano, 0)
        where hour = @Hour and key = @Key
        """;

    private const string Put =
        $"""
         insert into traffic ({TrafficSum.Columns})
         values (@Hour, @Key, @Organization, @Project, @ApiKey, @Operation, @RequestModel, @Provider, @Model,
           @Evidence, @Chain, @Decision, @Currency, @Requests, @InputTokens, @OutputTokens, @CostNano, @FirstSeen,
           @LastSeen)
         {TrafficSum.AddToExisting}
         """;

    private const string DropEmpty = "delete from traffic where hour = @Hour and key = @Key and requests = 0";

    private readonly TrafficSums from = new();
    private readonly TrafficSums to = new();
    private readonly List<(JournalRecord Record, CostCorrection Entry, TrafficSum From)> moves = [];
    private readonly RequestRow row = new();

    /// <summary>Moves a request.</summary>
    /// <param name="json">The record as it is stored.</param>
    /// <param name="entry">What it was corrected by.</param>
    public void Add(string json, CostCorrection entry)
    {
        var record = new JournalRecord(Encoding.UTF8.GetBytes(json));
        moves.Add((record, entry, Sum(from, record, entry.OldAmount, entry.OldCurrency)));
    }

    /// <summary>Writes the sums.</summary>
    public async Task WriteAsync(DbTransaction transaction, CancellationToken cancellation)
    {
        var kept = new HashSet<TrafficSum>();
        foreach (var sum in from.InOrder)
        {
            if (await IsKeptAsync(sum, transaction, cancellation))
                kept.Add(sum);
        }

        foreach (var (record, entry, sum) in moves)
        {
            if (kept.Contains(sum))
                Sum(to, record, entry.NewAmount, entry.NewCurrency);
        }

        // In the order of all who write these rows, so that they wait for one another and never in a ring.
        var changes = kept.Select(sum => (Sum: sum, IsAdded: false)).Concat(
            to.InOrder.Select(sum => (Sum: sum, IsAdded: true)));
        foreach (var (sum, isAdded) in changes
            .OrderBy(change => change.Sum.Hour)
            .ThenBy(change => Convert.ToHexString(change.Sum.Key), StringComparer.Ordinal)
            .ThenBy(change => change.IsAdded))
            await ExecuteAsync(isAdded ? Put : Take, sum, transaction, cancellation);
        foreach (var sum in kept)
            await ExecuteAsync(DropEmpty, sum, transaction, cancellation);
    }

    private TrafficSum Sum(TrafficSums sums, JournalRecord record, decimal? cost, string? currency)
    {
        row.Read(record);
        row.Reprice(cost, currency);
        return sums.Add(row);
    }

    private async Task<bool> IsKeptAsync(TrafficSum sum, DbTransaction transaction, CancellationToken cancellation) =>
        await transaction.Connection!.ValueAsync<long>(new CommandDefinition(
            "select count(*) from traffic where hour = @Hour and key = @Key",
            new { Hour = instant(sum.Hour), sum.Key }, transaction, cancellationToken: cancellation)) > 0;

    private Task<int> ExecuteAsync(
        string sql, TrafficSum sum, DbTransaction transaction, CancellationToken cancellation) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            sql,
            new
            {
                Hour = instant(sum.Hour), sum.Key, sum.Organization, sum.Project, sum.ApiKey, sum.Operation,
                sum.RequestModel, sum.Provider, sum.Model, sum.Evidence, sum.Chain, sum.Decision, sum.Currency,
                sum.Requests, sum.InputTokens, sum.OutputTokens, sum.CostNano, FirstSeen = instant(sum.FirstSeen),
                LastSeen = instant(sum.LastSeen),
            },
            transaction, cancellationToken: cancellation));
}
