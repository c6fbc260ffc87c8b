using Godwit.Control.Storage.EndUsers;
using Microsoft.Data.Sqlite;

namespace Godwit.Control.Storage.Sqlite;

/// <summary>Counts what a batch of records was charged for end users, in the transaction that stores them.</summary>
internal static class SqliteEndUserCounts
{
    private const string AddUp =
        $"""
         insert into end_user_counts ({EndUserSums.Columns}) values (?, ?, ?, ?)
         {EndUserSums.AddToExisting}
         """;

    public static void Write(SqliteConnection connection, EndUserSums sums)
    {
        if (sums.IsEmpty)
            return;
        using var add = new SqliteInsert(connection, AddUp);
        foreach (var sum in sums.InOrder)
        {
            add.Bind(sum.Period);
            add.Bind(sum.Budget);
            add.Bind(sum.EndUser);
            add.Bind(sum.Spent);
            add.Step();
        }
    }
}
