using System.Data.Common;
using Dapper;

namespace Godwit.Control.Storage.Grants;

/// <summary>
/// The ledger of grants: rows are only added, each once however often it is told. The same statements run on both
/// engines. What requests moved is entered where they are stored, by sums: <see cref="GrantSums"/>.
/// </summary>
internal sealed partial class GrantLedger(IDatabase database)
{
    /// <summary>The columns of a row, in the order all write them.</summary>
    public const string Columns = "grant_name, period, id, kind, at, debit, credit, amount, note, requests";

    /// <summary>The columns of a balance.</summary>
    public const string BalanceColumns = "grant_name, period, account, balance";

    /// <summary>What an insert does when the row is there already.</summary>
    public const string KeepExisting = "on conflict (grant_name, period, id, kind) do nothing";

    /// <summary>What an insert does when the balance is there already.</summary>
    public const string AddToBalance =
        """
        on conflict (grant_name, period, account) do update set balance = grant_balances.balance + excluded.balance
        """;

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
        var known = await connection.ValueAsync<long?>(new CommandDefinition(
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
        var balances = new GrantBalanceSums();
        foreach (var row in rows)
        {
            if (await InsertAsync(transaction, row, cancellation))
                balances.Add(row);
        }

        foreach (var (grant, period, account, amount) in balances.InOrder)
        {
            await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                $"""
                 insert into grant_balances ({BalanceColumns}) values (@grant, @period, @account, @amount)
                 {AddToBalance}
                 """,
                new { grant, period, account, amount }, transaction, cancellationToken: cancellation));
        }
    }

    private static async Task<bool> InsertAsync(
        DbTransaction transaction, GrantTransaction row, CancellationToken cancellation) =>
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            $"""
             insert into grant_ledger ({Columns})
             values (@Grant, @Period, @Id, @Kind, @At, @Debit, @Credit, @Amount, @Note, @Requests)
             {KeepExisting}
             """,
            new
            {
                row.Grant, row.Period, row.Id, Kind = GrantTransaction.NameOf(row.Kind), At = Instants.Write(row.At),
                Debit = GrantTransaction.NameOf(row.Debit), Credit = GrantTransaction.NameOf(row.Credit), row.Amount,
                row.Note, row.Requests,
            },
            transaction, cancellationToken: cancellation)) > 0;
}
