using Dapper;
using Godwit.Control.Storage.Grants;
using Npgsql;

namespace Godwit.Control.Storage.Postgres;

/// <summary>
/// Enters what a batch of records moved in grants, in the transaction that stores them: one statement, however many
/// grants there are, whose text is always the same.
/// </summary>
internal static class PostgresGrantLedger
{
    // Balances are written in the order of GrantBalanceSums: names are ASCII, so bytes order them as ordinals do.
    private const string Insert =
        $"""
         with added as (
           insert into grant_ledger ({GrantLedger.Columns})
           select * from unnest(@Grants, @Periods, @Ids, @Kinds, @Times, @Debits, @Credits, @Amounts, @Notes, @Requests)
           {GrantLedger.KeepExisting}
           returning grant_name, period, debit, credit, amount
         )
         insert into grant_balances ({GrantLedger.BalanceColumns})
         select grant_name, period, account, cast(sum(amount) as bigint) from (
           select grant_name, period, debit as account, -amount as amount from added
           union all
           select grant_name, period, credit, amount from added
         ) as moves
         group by grant_name, period, account
         order by grant_name collate "C", period, account collate "C"
         {GrantLedger.AddToBalance}
         """;

    public static async Task WriteAsync(
        NpgsqlTransaction transaction, GrantSums sums, CancellationToken cancellation)
    {
        var rows = sums.InOrder.ToList();
        if (rows.Count == 0)
            return;
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            Insert,
            new
            {
                Grants = Column(rows, row => row.Grant),
                Periods = Column(rows, row => row.Period),
                Ids = Column(rows, row => row.Id),
                Kinds = Column(rows, row => GrantTransaction.NameOf(row.Kind)),
                Times = Column(rows, row => Instants.Write(row.At)),
                Debits = Column(rows, row => GrantTransaction.NameOf(row.Debit)),
                Credits = Column(rows, row => GrantTransaction.NameOf(row.Credit)),
                Amounts = Column(rows, row => row.Amount),
                Notes = Column(rows, row => row.Note),
                Requests = Column(rows, row => row.Requests),
            },
            transaction, cancellationToken: cancellation));
    }

    private static T[] Column<T>(List<GrantTransaction> rows, Func<GrantTransaction, T> value) =>
        [.. rows.Select(value)];
}
