using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;

namespace Godwit.Control.Storage.Grants;

/// <summary>
/// The ledger of grants: rows are only added, each once however often it is told. The same statements run on both
/// engines.
/// </summary>
internal sealed partial class GrantLedger(IDatabase database)
{
    // A statement for so many rows: engines limit the parameters of one, and a round trip a row would cost more.
    private const int StepSize = 200;

    private const string Columns = "grant_name, period, id, kind, at, debit, credit, amount, note";

    /// <summary>Adds the rows that are not there yet; all of them or none.</summary>
    public async Task AppendAsync(IReadOnlyList<GrantTransaction> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0)
            return;
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await AppendAsync(transaction, rows, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Adds what a plan makes of all balances, beside no other plan of this or another node.</summary>
    /// <returns>How many rows the plan had.</returns>
    public async Task<int> PlanAsync(
        Func<IReadOnlyList<GrantBalance>, IReadOnlyList<GrantTransaction>> plan, CancellationToken cancellation)
    {
        // Most of the time there is nothing to do: nobody is held up to find that out.
        if (plan(await BalancesAsync(cancellation)).Count == 0)
            return 0;
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await database.BeginExclusiveAsync(connection, cancellation);
        var rows = plan(await BalancesAsync(connection, transaction, cancellation));
        await AppendAsync(transaction, rows, cancellation);
        await transaction.CommitAsync(cancellation);
        return rows.Count;
    }

    /// <summary>Brings what is available of a period to another amount, by a row of the kind corrected.</summary>
    /// <param name="grant">Name of the Grant.</param>
    /// <param name="period">The period.</param>
    /// <param name="id">With grant and period it is there once.</param>
    /// <param name="available">What is left by who knows better.</param>
    /// <param name="at">The instant.</param>
    /// <param name="note">Why.</param>
    /// <param name="cancellation">Gives up; nothing is changed then.</param>
    /// <returns>How much more was available; null when nothing is known of the grant and period.</returns>
    public async Task<long?> CorrectAsync(
        string grant, long period, string id, long available, DateTimeOffset at, string note,
        CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Written as it is: whoever else wants to change it waits, and then sees what is left after this one.
        var known = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            """
            update grant_balances set balance = balance
            where grant_name = @grant and period = @period and account = 'available' returning balance
            """,
            new { grant, period }, transaction, cancellationToken: cancellation));
        if (known - available is not { } surplus)
            return null;
        if (surplus != 0)
        {
            var (debit, credit) = surplus > 0
                ? (GrantAccount.Available, GrantAccount.Corrected) : (GrantAccount.Corrected, GrantAccount.Available);
            await AppendAsync(
                transaction,
                [new(grant, period, id, GrantEntryKind.Corrected, at, debit, credit, Math.Abs(surplus), note)],
                cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return surplus;
    }

    private static async Task AppendAsync(
        DbTransaction transaction, IReadOnlyList<GrantTransaction> rows, CancellationToken cancellation)
    {
        var sums = new SortedDictionary<(string Grant, long Period, string Account), long>();
        foreach (var some in rows.Chunk(StepSize))
        {
            foreach (var added in await InsertAsync(transaction, some, cancellation))
            {
                var (debit, credit) =
                    ((added.Grant, added.Period, added.Debit), (added.Grant, added.Period, added.Credit));
                sums[debit] = sums.GetValueOrDefault(debit) - added.Amount;
                sums[credit] = sums.GetValueOrDefault(credit) + added.Amount;
            }
        }

        // In order, so that writers who meet wait for one another and never in a ring.
        foreach (var some in sums.Chunk(StepSize))
            await AddAsync(transaction, some, cancellation);
    }

    private static Task<IEnumerable<AddedRow>> InsertAsync(
        DbTransaction transaction, GrantTransaction[] rows, CancellationToken cancellation)
    {
        var values = new Values();
        foreach (var row in rows)
        {
            values.Add(
                row.Grant, row.Period, row.Id, Name(row.Kind), Instants.Write(row.At), Name(row.Debit),
                Name(row.Credit), row.Amount, row.Note);
        }

        return transaction.Connection!.QueryAsync<AddedRow>(new CommandDefinition(
            $"""
             insert into grant_ledger ({Columns}) values {values.Sql}
             on conflict (grant_name, period, id, kind) do nothing
             returning grant_name as Grant, period as Period, debit as Debit, credit as Credit, amount as Amount
             """,
            values.Parameters, transaction, cancellationToken: cancellation));
    }

    private static Task<int> AddAsync(
        DbTransaction transaction, KeyValuePair<(string Grant, long Period, string Account), long>[] sums,
        CancellationToken cancellation)
    {
        var values = new Values();
        foreach (var (key, amount) in sums)
            values.Add(key.Grant, key.Period, key.Account, amount);
        return transaction.Connection!.ExecuteAsync(new CommandDefinition(
            $"""
             insert into grant_balances (grant_name, period, account, balance) values {values.Sql}
             on conflict (grant_name, period, account)
             do update set balance = grant_balances.balance + excluded.balance
             """,
            values.Parameters, transaction, cancellationToken: cancellation));
    }

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>Rows of values for one statement.</summary>
    private sealed class Values
    {
        private readonly StringBuilder sql = new();
        private int count;

        public DynamicParameters Parameters { get; } = new();

        public string Sql => sql.ToString();

        public void Add(params ReadOnlySpan<object?> row)
        {
            sql.Append(sql.Length == 0 ? "(" : ", (");
            for (var i = 0; i < row.Length; i++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"p{count++}");
                sql.Append(i == 0 ? "@" : ", @").Append(name);
                if (row[i] is null)
                    Parameters.Add(name, null, System.Data.DbType.String);
                else
                    Parameters.Add(name, row[i]);
            }

            sql.Append(')');
        }
    }

    private sealed record AddedRow(string Grant, long Period, string Debit, string Credit, long Amount);
}
