using Godwit.Control.Storage.Grants;
using Microsoft.Data.Sqlite;

namespace Godwit.Control.Storage.Sqlite;

/// <summary>Enters what a batch of records moved in grants, in the transaction that stores them.</summary>
internal static class SqliteGrantLedger
{
    private const string Insert =
        $"""
         insert into grant_ledger ({GrantLedger.Columns}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         {GrantLedger.KeepExisting}
         """;

    private const string AddUp =
        $"""
         insert into grant_balances ({GrantLedger.BalanceColumns}) values (?, ?, ?, ?)
         {GrantLedger.AddToBalance}
         """;

    public static void Write(SqliteConnection connection, GrantSums sums)
    {
        var rows = sums.InOrder.ToList();
        if (rows.Count == 0)
            return;
        var balances = new GrantBalanceSums();
        using (var insert = new SqliteInsert(connection, Insert))
        {
            foreach (var row in rows)
            {
                if (Write(insert, row))
                    balances.Add(row);
            }
        }

        using var add = new SqliteInsert(connection, AddUp);
        foreach (var (grant, period, account, amount) in balances.InOrder)
        {
            add.Bind(grant);
            add.Bind(period);
            add.Bind(account);
            add.Bind(amount);
            add.Step();
        }
    }

    private static bool Write(SqliteInsert insert, GrantTransaction row)
    {
        insert.Bind(row.Grant);
        insert.Bind(row.Period);
        insert.Bind(row.Id);
        insert.Bind(GrantTransaction.NameOf(row.Kind));
        insert.Bind(Instants.Write(row.At));
        insert.Bind(GrantTransaction.NameOf(row.Debit));
        insert.Bind(GrantTransaction.NameOf(row.Credit));
        insert.Bind(row.Amount);
        insert.Bind(row.Note);
        insert.Bind(row.Requests);
        return insert.Step();
    }
}
